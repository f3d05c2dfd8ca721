# The page in a container: no root, no secrets, nothing fetched after the build.
# How to build and run it: docs/operations.md.
FROM python:3.11-slim-bookworm AS build
# An index with CPU builds of torch saves several gigabytes where the default one has GPU builds.
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv && /opt/venv/bin/pip install -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    ASSISTANT_HOST=0.0.0.0 \
    ASSISTANT_DATA_FOLDER=/var/lib/assistant
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY pyproject.toml app.py ./
COPY assistant ./assistant
COPY embeddings ./embeddings
COPY eval ./eval
COPY prompts ./prompts
COPY data ./data
# The index is part of the image. What people leave behind (accounts, feedback, audit log) is not.
RUN python -m assistant index \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin assistant \
    && install -d -o assistant -m 700 /var/lib/assistant
USER 10001
VOLUME /var/lib/assistant
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/readyz', timeout=9)"]
CMD ["python", "app.py"]
