"""The 评测 tab's own pieces of HTML: progress, found errors, the list of runs; all escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.web import texts
from assistant.web.evaluation_jobs import Progress
from assistant.web.evaluation_upload import Upload
from assistant.web.notices import message
from eval.results import Entry
from eval.systems import short_name

MAX_PROBLEMS = 200  # shown; a file with more is not a question file


def upload_report(upload: Upload) -> str:
    """What was found in a question file: every wrong row with its number and the reason."""
    if not upload.problems:
        text = texts.EV_FILE_GOOD.format(name=upload.name, count=len(upload.items))
        return message(text, is_problem=False)
    lead = texts.EV_FILE_BAD.format(
        name=upload.name, good=len(upload.items), bad=len(upload.problems)
    )
    rows = "".join(f"<li>{escape(problem)}</li>" for problem in upload.problems[:MAX_PROBLEMS])
    if len(upload.problems) > MAX_PROBLEMS:
        rows += "<li>……</li>"
    following = (
        texts.EV_FILE_BAD_NEXT.format(skip=texts.EV_SKIP_BAD)
        if upload.items
        else texts.EV_FILE_ALL_BAD
    )
    return (
        f"{message(lead)}<ul class='problems' tabindex='0' aria-label='{escape(lead)}'>{rows}</ul>"
        f"<p class='said'>{escape(following)}</p>"
    )


def progress_report(progress: Progress, *, may_evaluate: bool) -> str:
    """How far the evaluation is: a bar, a count, and the time that is left."""
    if progress.state == "idle":
        idle = texts.EV_IDLE if may_evaluate else texts.EV_IDLE_READER
        return f"<p class='quiet'>{escape(idle.format(start=texts.EV_START))}</p>"
    percent = 100 * progress.all_done / max(1, progress.all_total)
    bar = (
        f"<div class='bar' role='progressbar' aria-label='{escape(texts.EV_PROGRESS_TITLE)}' "
        f"aria-valuemin='0' aria-valuemax='{progress.all_total}' "
        f"aria-valuenow='{progress.all_done}'><span style='width:{percent:.1f}%'></span></div>"
    )
    left = ""
    if progress.is_running and progress.seconds_left is not None and not progress.is_stopping:
        left = texts.EV_LEFT.format(time=_duration(progress.seconds_left))
    words = f"<p class='step'><b>{escape(_step(progress))}</b> <span>{escape(left)}</span></p>"
    return words + bar


def runs_table(entries: Sequence[Entry], progress: Progress, *, may_evaluate: bool) -> str:
    """The runs, the newest first, each with what can be done with it."""
    if not entries:
        return f"<p class='quiet'>{escape(texts.EV_NO_RUNS)}</p>"
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in texts.EV_RUN_COLUMNS)
    rows = "".join(_run_row(entry, progress, may_evaluate=may_evaluate) for entry in entries)
    return (
        f"<div class='box' role='region' tabindex='0' aria-label='{escape(texts.EV_RUNS_TITLE)}'>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def run_title(entry: Entry) -> str:
    """What a run is called in lists: its system, time and size."""
    return texts.EV_ABOUT.format(
        system=short_name(entry.system), time=_time(entry), count=entry.total
    )


def section_links(sections: Sequence[str]) -> str:
    """Links to the sections of a result."""
    links = "".join(f"<a href='#{name}'>{escape(texts.EV_SECTIONS[name])}</a>" for name in sections)
    return f"<nav class='sections' aria-label='{escape(texts.EV_VIEWS[1])}'>{links}</nav>"


def _step(progress: Progress) -> str:
    if progress.state == "done":
        return texts.EV_DONE.format(done=progress.all_done)
    if progress.state == "stopped":
        return texts.EV_STOPPED.format(done=progress.all_done)
    if progress.state == "failed":
        return texts.EV_FAILED.format(reason=progress.problem)
    if progress.is_stopping:
        return texts.EV_STOPPING
    several = ""
    if len(progress.ids) > 1 and progress.number:
        several = texts.EV_RUN_OF.format(number=progress.number, count=len(progress.ids))
    system = short_name(progress.system)
    if progress.state == "opening":
        return texts.EV_OPENING.format(system=system) + several
    words = texts.EV_ANSWERING.format(system=system, done=progress.done, total=progress.total)
    return words + several


def _run_row(entry: Entry, progress: Progress, *, may_evaluate: bool) -> str:
    under_way = progress.is_running and entry.id in progress.ids
    note = entry.note
    asked = f"{note.questions}" if note else texts.EV_COMMAND_LINE
    detail = "" if not note else " · ".join(filter(None, (note.choice, note.started_by)))
    counts = {"count": entry.total, "done": entry.answered}
    state = (
        texts.EV_UNDER_WAY if under_way
        else texts.EV_COMPLETE if entry.is_complete
        else texts.EV_PARTLY
    ).format(**counts)  # fmt: skip
    acts = []
    if entry.answered:
        acts += [("view", texts.EV_VIEW), ("against", texts.EV_AGAINST)]
    if may_evaluate and entry.is_own and not under_way:
        if not entry.is_complete:
            acts.append(("resume", texts.EV_RESUME))
        acts.append(("delete", texts.EV_DELETE))
    title = escape(run_title(entry))
    buttons = "".join(
        f"<button type='button' data-act='{act}' data-run='{escape(entry.id)}' "
        f"aria-label='{escape(name)}:{title}'>{escape(name)}</button>"
        for act, name in acts
    )
    cells = (
        escape(short_name(entry.system)),
        f"{escape(asked)}<span class='small'>{escape(detail)}</span>",
        f"<span class='{'under-way' if under_way else ''}'>{escape(state)}</span>",
        f"<span class='acts'>{buttons}</span>",
    )
    return (
        f"<tr data-run='{escape(entry.id)}'><th scope='row'>{escape(_time(entry))}</th>"
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )


def _time(entry: Entry) -> str:
    return f"{entry.time.astimezone():%Y-%m-%d %H:%M}"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return texts.EV_SECONDS.format(count=max(1, round(seconds)))
    return texts.EV_MINUTES.format(count=round(seconds / 60))
