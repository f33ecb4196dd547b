# Production image: web, worker and beat run from it with different commands (docker-compose.yml).
FROM python:3.11-slim-bookworm AS paquetes
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r /tmp/requirements.lock

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PORTAL_ESTATICOS=/srv/estaticos \
    PORTAL_ARCHIVOS=/srv/archivos
RUN useradd --system --uid 10001 --no-create-home portal \
    && install -d -o portal -g portal /srv/archivos /srv/estaticos
COPY --from=paquetes /venv /venv
WORKDIR /srv/portal
COPY manage.py gunicorn.conf.py ./
COPY portal portal
COPY solicitudes solicitudes
COPY contrasenas contrasenas
COPY mesa_ayuda mesa_ayuda
COPY templates templates
COPY static static
# Invented values: collectstatic needs settings that load, not secrets.
RUN PORTAL_SECRET_KEY=construccion-0123456789-abcdefghijklmnopqrstuvwxyz \
    PORTAL_CLAVES_CIFRADO=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    PORTAL_URL=https://construccion.invalid PORTAL_HOSTS=construccion.invalid \
    PORTAL_CORREO_REMITENTE=construccion@construccion.invalid SENDGRID_API_KEY=construccion \
    DATABASE_URL=postgresql://construccion REDIS_URL=redis://construccion \
    python manage.py collectstatic --noinput
USER portal
EXPOSE 8000
CMD ["gunicorn"]
