# One image for web, worker and beat; the command chooses.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=bsc.settings.production

RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home bsc

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY --chown=bsc:bsc . .

# Static files need no secret; these settings only read the code.
RUN DJANGO_SETTINGS_MODULE=bsc.settings.check python manage.py collectstatic --noinput --verbosity 0 \
 && mkdir -p /data/media && chown -R bsc:bsc /data

USER bsc
EXPOSE 8000
CMD ["gunicorn", "bsc.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--access-logfile", "-", "--access-logformat", "%(m)s %(s)s %(L)ss"]
