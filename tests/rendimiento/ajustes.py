"""The portal's own settings, with the views of constants beside its addresses."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.rendimiento.constantes"
