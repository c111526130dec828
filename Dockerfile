# The site as in production: `docker compose up`, see the README.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home atlas
WORKDIR /srv/atlas

COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY manage.py pyproject.toml LICENSE ./
COPY atlas atlas
COPY suppliers suppliers
COPY templates templates
COPY static static
COPY fixtures fixtures

# Static files are collected once, here; no database is asked for that.
RUN mkdir -p var/documents && ATLAS_DEMO=1 DATABASE_URL=postgres://nobody@localhost/nothing python -m atlas.start static \
    && chown -R atlas var
USER atlas

ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/sante/pret/', timeout=4)"]
CMD ["python", "-m", "atlas.start"]
