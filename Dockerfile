# One image for the nodes and for the one-shot commands (`migrate`, `admin create`, …).
# It is for production: it embeds no PostgreSQL and no Valkey, and runs as nobody in particular.

FROM node:20-slim AS pages
ENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
WORKDIR /src
COPY sdk sdk
COPY control_center control_center
COPY client_app client_app
COPY mitra_app mitra_app
RUN set -eu; for page in control_center client_app mitra_app; do \
      (cd "$page" && npm ci --no-audit --no-fund && npm run build); \
    done

FROM python:3.11-slim AS packages
RUN python -m venv /opt/venv
COPY deploy/requirements.lock .
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin halobestie
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY sql sql
COPY --from=pages /src/control_center/dist control_center/dist
COPY --from=pages /src/client_app/dist client_app/dist
COPY --from=pages /src/mitra_app/dist mitra_app/dist
COPY halobestie halobestie
COPY run.py ./
RUN /opt/venv/bin/python -m compileall -q halobestie
ENV PYTHONDONTWRITEBYTECODE=1 \
    HALOBESTIE_ENV=production \
    HALOBESTIE_IDENTITY=firebase \
    HALOBESTIE_PUBLIC_HOST=0.0.0.0 \
    HALOBESTIE_INTERNAL_HOST=0.0.0.0 \
    HALOBESTIE_LOG_FORMAT=json
USER 10001
EXPOSE 8080 8081
# A node takes at most 25 seconds to leave; whoever stops it should wait a little longer.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD \
  ["/opt/venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8081/livez', timeout=2)"]
ENTRYPOINT ["/opt/venv/bin/python", "/app/run.py"]
