# Linli Line in one image; the command chooses the process: web, worker, clock, migrate and the rest of `linli`.
#
# BASE: any Debian-like image with CPython 3.11 or newer, its venv, and ca-certificates (the carrier is called by TLS).
# PIP_INDEX_URL, UV_DEFAULT_INDEX: set them with --build-arg where packages come from an index of your own.
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
ARG UV_VERSION=0.13.9
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_NO_CACHE=1
RUN python3 -m venv /opt/uv \
    && /opt/uv/bin/python -m pip install --no-cache-dir --disable-pip-version-check "uv==${UV_VERSION}" \
    && python3 -m venv --without-pip /opt/linli

# What the line runs on, exactly as locked; a layer of its own, for it changes less often than the line.
WORKDIR /build
COPY requirements/ requirements/
RUN /opt/uv/bin/uv pip install --python /opt/linli/bin/python --require-hashes --compile-bytecode \
    --requirement requirements/run.txt

# The line itself. What builds its wheel is locked too, among what developers use.
COPY pyproject.toml README.md LICENSE ./
COPY carrier/ carrier/
COPY console/ console/
COPY domain/ domain/
COPY exchange/ exchange/
COPY ivr/ ivr/
COPY linli/ linli/
COPY models/ models/
COPY prompts/ prompts/
COPY services/ services/
COPY webhooks/ webhooks/
COPY workers/ workers/
RUN /opt/uv/bin/uv build --wheel --python /opt/linli/bin/python --require-hashes \
    --build-constraints requirements/dev.txt --out-dir dist \
    && /opt/uv/bin/uv pip install --python /opt/linli/bin/python --no-deps --compile-bytecode dist/*.whl

FROM ${BASE}
RUN test -s /etc/ssl/certs/ca-certificates.crt \
    && groupadd --gid 10001 linli \
    && useradd --uid 10001 --gid linli --no-create-home --shell /usr/sbin/nologin linli
COPY --from=build /opt/linli /opt/linli
ENV PATH=/opt/linli/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Nothing is kept in the container: DATABASE_URL says where the truth lies.
WORKDIR /srv/linli
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# Of the web process. A worker and a clock have no port: their beats are in the /readyz of the web.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["linli"]
CMD ["web", "--host", "0.0.0.0", "--port", "8000"]
