"""Trains the reader (`assistant.reader`); ``python -m eval fit-reader`` writes it anew.

The encoder of the index is taken apart and trained further on the training questions: narrow
products are added to its matrices (LoRA), its vectors are changed, and a small network learns the
verdicts from what comes out. While it learns, its matrices are rounded to 4 bits again and again,
as they will be in use. Then the odds of the reader and of the verdicts are blended on questions
that neither has learned from (`eval/fresh/looked_at.jsonl`).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC
from tokenizers.pre_tokenizers import Metaspace
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from assistant.answering import Assistant
from assistant.question import is_chinese
from assistant.reader import LONGEST, READ, Blend, Reader, ReaderModel
from assistant.verdicts import Reading
from embeddings import Changes, open_adapted
from embeddings.adapted import HEADER, TOKENIZER, directory, packed, packed_size, unpacked
from embeddings.encoders import BundledEncoder, bundled_weights
from eval.dataset import Item
from eval.fit import (
    COMPUTED,
    LEARNED_FOR_DOUBTS,
    asked_text,
    is_absent,
    is_foreign,
    is_judged,
    read_item,
)
from eval.fit_judge import rarely

Progress = Callable[[int, float], None]

RANK = 16
EPOCHS = 4
BATCH = 32
RATE, RATE_OF_HEAD = 6e-4, 1e-3  # of AdamW, falling to nothing in a straight line
WARM_UP = 60  # batches
DECAY = 0.01
DROPOUT = 0.1
UNITS = 128
ROUNDED_EVERY = 20  # batches
LONGEST_STEP = 1.0  # norm of a gradient
# What is learned: the verdicts, and whether something wrong is asserted. That cannot be told
# without the plan's sentences; learning it only keeps the encoder to what questions say.
TASKS = (*READ, "wrong")
WEIGHTS = (4.0, 1.5, 3.0, 2.0)  # of the rarer side of each
SHARE_OF_UNITS = 0.3  # of telling the unit in what is learned; it keeps the encoder to the matter
SEED = 1
# Too few of the unseen questions are foreign to the plan to weigh that verdict.
_BLENDED = ("absent", "several")
MOST_WRONGLY = 0.035  # share of questions free of a verdict on which it may be passed
_QUERY = "query: "  # what the encoder is told before a question
# Names of the encoder's arrays, and of the same in transformers.
_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True)
class Lesson:
    """A question to learn from.

    Attributes:
        text: What is read.
        holds: Whether each of `TASKS` holds; None where that is not told.
        units: The units of the plan that it is about.
    """

    text: str
    holds: tuple[bool | None, ...]
    units: tuple[str, ...]


class _Changed(nn.Module):
    """A linear map whose matrix is fixed but for a product of two narrow ones."""

    def __init__(self, matrix: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.kept = matrix  # no parameter
        self.rounded = matrix.clone()
        self.down = nn.Parameter(torch.randn(RANK, matrix.shape[1]) / matrix.shape[1] ** 0.5)
        self.up = nn.Parameter(torch.zeros(matrix.shape[0], RANK))
        self.bias = nn.Parameter(bias)
        self.dropout = nn.Dropout(DROPOUT / 2)

    def forward(self, x: Tensor) -> Tensor:
        whole = nn.functional.linear(x, self.rounded.to(x.dtype), self.bias)
        narrow = nn.functional.linear(self.dropout(x), self.down)
        return whole + nn.functional.linear(narrow, self.up)

    @torch.no_grad()
    def round(self) -> None:
        """Let matrix and product together be what 4 bits make of them."""
        product = self.up @ self.down
        whole = (self.kept + product).numpy()
        self.rounded = torch.from_numpy(unpacked(packed(whole), whole.shape)) - product


class _Network(nn.Module):
    """The encoder with changes, and the network behind it."""

    def __init__(self, weights: Path, units: int) -> None:
        super().__init__()
        data = np.fromfile(weights, dtype=np.uint8)
        self._data, self._places = data, directory(data)
        _, _, size, layers, heads, inner, pieces, longest, types, epsilon, _ = HEADER.unpack_from(
            data.data
        )
        self.size = size
        config = BertConfig(
            vocab_size=pieces,
            hidden_size=size,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=inner,
            max_position_embeddings=longest,
            type_vocab_size=types,
            layer_norm_eps=epsilon,
            hidden_dropout_prob=DROPOUT,
            attention_probs_dropout_prob=0.0,
        )
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.encoder.requires_grad_(False)
        embeddings = self.encoder.embeddings
        embeddings.word_embeddings.weight.data = self._matrix("emb.word", pieces, size)
        embeddings.position_embeddings.weight.data = self._vector("emb.pos", longest * size).view(
            longest, size
        )
        embeddings.token_type_embeddings.weight.data = self._vector("emb.type", types * size).view(
            types, size
        )
        embeddings.LayerNorm.weight.data = self._vector("emb.ln.w", size)
        embeddings.LayerNorm.bias.data = self._vector("emb.ln.b", size)
        self.changed: dict[str, _Changed] = {}
        self.norms: dict[str, nn.LayerNorm] = {}
        for number in range(layers):
            layer = self.encoder.get_submodule(f"encoder.layer.{number}")
            for name, path in _MATRICES.items():
                where, _, last = path.rpartition(".")
                linear = cast(nn.Linear, layer.get_submodule(path))
                rows, columns = linear.weight.shape
                key = f"l{number}.{name}"
                module = _Changed(
                    self._matrix(f"{key}.w", rows, columns), self._vector(f"{key}.b", rows)
                )
                setattr(layer.get_submodule(where), last, module)
                self.changed[key] = module
            for name, path in _NORMS.items():
                norm = cast(nn.LayerNorm, layer.get_submodule(path))
                key = f"l{number}.{name}"
                norm.weight = nn.Parameter(self._vector(f"{key}.w", size))
                norm.bias = nn.Parameter(self._vector(f"{key}.b", size))
                self.norms[key] = norm
        self.hidden, self.outer = nn.Linear(size, UNITS), nn.Linear(UNITS, len(TASKS))
        self.of_units = nn.Linear(size, units)  # for learning only
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, numbers: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Log odds of each of `TASKS` and of each unit, shapes (n, tasks), (n, units)."""
        scaled = self.vectors(numbers, mask) * self.size**0.5
        inner = torch.tanh(self.hidden(self.dropout(scaled)))
        return self.outer(self.dropout(inner)), self.of_units(scaled)

    def vectors(self, numbers: Tensor, mask: Tensor) -> Tensor:
        """The encoder's vectors of length one, shape (n, d)."""
        states = self.encoder(numbers, attention_mask=mask).last_hidden_state.float()
        shares = mask.unsqueeze(-1).float()
        return nn.functional.normalize((states * shares).sum(1) / shares.sum(1), dim=1)

    def round(self) -> None:
        """Round all matrices."""
        for module in self.changed.values():
            module.round()

    def changes(self) -> Changes:
        """What was learned, for the encoder's file."""
        vectors = {f"{key}.b": module.bias for key, module in self.changed.items()}
        for key, norm in self.norms.items():
            vectors |= {f"{key}.w": norm.weight, f"{key}.b": norm.bias}
        return Changes(
            {f"{key}.w": _array(module.down) for key, module in self.changed.items()},
            {f"{key}.w": _array(module.up) for key, module in self.changed.items()},
            {name: _array(vector) for name, vector in vectors.items()},
        )

    def _matrix(self, name: str, rows: int, columns: int) -> Tensor:
        blocks = self._data[self._places[name] :][: packed_size(rows, columns)]
        return torch.from_numpy(unpacked(blocks, (rows, columns)))

    def _vector(self, name: str, length: int) -> Tensor:
        return torch.from_numpy(self._data[self._places[name] :][: 4 * length].copy().view("<f4"))


def tokenizer_of(weights: Path) -> Tokenizer:
    """The tokenizer inside the encoder's file: pieces of words with their log probabilities."""
    data = np.fromfile(weights, dtype=np.uint8).data
    count, first, last, _, unknown, _ = TOKENIZER.unpack_from(data, HEADER.size)
    at = HEADER.size + TOKENIZER.size
    starts = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + starts.nbytes)
    text = bytes(data[at + starts.nbytes + scores.nbytes :][: starts[-1]])
    pieces = [text[a:b].decode() for a, b in itertools.pairwise(starts)]
    tokenizer = Tokenizer(
        Unigram(list(zip(pieces, map(float, scores), strict=True)), unk_id=unknown)
    )
    tokenizer.normalizer = NFKC()
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.enable_padding(pad_id=1)
    tokenizer.add_special_tokens([pieces[first], pieces[last]])
    return tokenizer


def lessons(assistant: Assistant, items: Sequence[Item]) -> list[Lesson]:
    """What is learned from question items; computed answers and other scripts are left out."""
    learned = [i for i in items if i.type not in COMPUTED and is_judged(i) and is_chinese(i.asked)]
    return [
        Lesson(_read_of(assistant, item), _holds(item), tuple(map(str, item.gold_articles)))
        for item in learned
    ]


def _read_of(assistant: Assistant, item: Item) -> str:
    """The question as the reader gets it: with the turn before when it leans on that."""
    text = read_item(assistant, item)[0] if item.turns else asked_text(item)
    return text[-LONGEST:]


def _holds(item: Item) -> tuple[bool | None, ...]:
    foreign, absent = is_foreign(item), is_absent(item)
    several = len(item.essential_articles) > 1 if item.answerable and item.gold_articles else None
    asserts = item.type in LEARNED_FOR_DOUBTS and not item.turns
    wrong = item.type == "false_premise" if asserts else None
    return (foreign, None if foreign else absent, several, wrong)


def train(learned: Sequence[Lesson], on_epoch: Progress | None = None) -> ReaderModel:
    """Train the encoder's changes and the network; takes some 25 minutes on two cores.

    Args:
        learned: What to learn from.
        on_epoch: Called with the number of epochs done and the mean loss of the last one.

    Returns:
        The model, without blends (`blended`).
    """
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    weights = bundled_weights()
    units = sorted({unit for lesson in learned for unit in lesson.units})
    network = _Network(weights, len(units))
    tokenizer = tokenizer_of(weights)
    narrow = [p for n, p in network.named_parameters() if p.requires_grad and "encoder" in n]
    head = [p for m in (network.hidden, network.outer, network.of_units) for p in m.parameters()]
    groups = [{"params": narrow, "lr": RATE}, {"params": head, "lr": RATE_OF_HEAD}]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
    steps = EPOCHS * -(-len(learned) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / WARM_UP) * (1 - step / steps)
    )
    step = 0
    for epoch in range(EPOCHS):
        losses = []
        for batch in _batches(learned, shuffle):
            if step % ROUNDED_EVERY == 0:
                network.round()
            loss = _loss(network, tokenizer, batch, units)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([*narrow, *head], LONGEST_STEP)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            step += 1
        if on_epoch:
            on_epoch(epoch + 1, float(np.mean(losses)))
    return ReaderModel(
        BundledEncoder.version(),
        Changes.of_arrays(network.changes().arrays()),  # as they will be read
        _with_bias(network.hidden),
        _with_bias(network.outer)[: len(READ)],
        blends={},
    )


def _batches(learned: Sequence[Lesson], shuffle: random.Random) -> Iterator[list[Lesson]]:
    """All lessons in any order, those of like length together."""
    order = list(learned)
    shuffle.shuffle(order)
    for start in range(0, len(order), BATCH * 20):
        near = sorted(order[start : start + BATCH * 20], key=lambda lesson: len(lesson.text))
        batches = [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
        shuffle.shuffle(batches)
        yield from batches


def _loss(
    network: _Network, tokenizer: Tokenizer, batch: Sequence[Lesson], units: Sequence[str]
) -> Tensor:
    encoded = tokenizer.encode_batch([f"<s>{_QUERY}{lesson.text}</s>" for lesson in batch])
    numbers = torch.tensor([e.ids for e in encoded])
    mask = torch.tensor([e.attention_mask for e in encoded])
    holds = torch.tensor([[float(bool(h)) for h in lesson.holds] for lesson in batch])
    told = torch.tensor([[float(h is not None) for h in lesson.holds] for lesson in batch])
    named = torch.tensor([[float(unit in lesson.units) for unit in units] for lesson in batch])
    with torch.autocast("cpu", torch.bfloat16):
        odds, of_units = network(numbers, mask)
    losses = nn.functional.binary_cross_entropy_with_logits(
        odds.float(), holds, pos_weight=torch.tensor(WEIGHTS), reduction="none"
    )
    shares = named / named.sum(1, keepdim=True).clamp(min=1)
    missed = -(of_units.float().log_softmax(1) * shares).sum(1)
    whole: Tensor = (losses * told).sum() / len(batch) + SHARE_OF_UNITS * missed.mean()
    return whole


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().numpy(), dtype=np.float32)


def _with_bias(layer: nn.Linear) -> NDArray[np.float32]:
    return np.column_stack([_array(layer.weight), _array(layer.bias)])


def blended(
    assistant: Assistant, model: ReaderModel, unseen: Sequence[Item], folder: Path
) -> ReaderModel:
    """The model with blends of its odds and those of the assistant's verdicts.

    Args:
        assistant: With fitted verdicts.
        model: A trained reader.
        unseen: Questions that neither has learned from.
        folder: Where the changed encoder's file is kept.
    """
    reader = Reader(model, open_adapted(model.changes, folder))
    judge = assistant.judge.without_reader()
    assert judge.model is not None
    asked = [i for i in unseen if i.type not in COMPUTED and is_judged(i) and is_chinese(i.asked)]
    holds = [_holds(item) for item in asked]
    readings: list[Reading] = []
    of_reader = []
    for item in asked:
        text, reading = read_item(assistant, item)
        readings.append(reading)
        of_reader.append(reader.read(text))
    blends = {}
    for name in _BLENDED:
        place = READ.index(name)
        told = [i for i, each in enumerate(holds) if each[place] is not None]
        verdict = getattr(judge.model, name)
        odds = np.array([[verdict.odds(readings[i]), of_reader[i][place]] for i in told])
        blends[name] = _blend(odds, np.array([bool(holds[i][place]) for i in told]))
    return ReaderModel(model.encoder, model.changes, model.hidden, model.outer, blends)


def _blend(odds: NDArray[np.float64], holds: NDArray[np.bool_]) -> Blend:
    weighed = LogisticRegression(C=1.0).fit(odds, holds)
    return Blend(
        verdict=float(weighed.coef_[0][0]),
        reader=float(weighed.coef_[0][1]),
        bias=float(weighed.intercept_[0]),
        least=rarely(MOST_WRONGLY, ~holds)(weighed.decision_function(odds), holds),
    )
