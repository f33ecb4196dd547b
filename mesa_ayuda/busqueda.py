"""Words as people type them, made into a query of the cases' and articles' vectors. Pure."""

import re
from typing import Final

from django.contrib.postgres.search import SearchQuery

from portal.busqueda import sin_acentos

PUBLICO: Final = "ABC"
"""Subject, description, conversation. The internal notes have the weight D (migration 0002)."""
CON_NOTAS: Final = "ABCD"
LARGO_MAXIMO: Final = 200
PALABRAS_MAXIMAS: Final = 12
NUMERO: Final = re.compile(r"\s*(?:cs)?\s*0*(\d{1,18})\s*", re.IGNORECASE)


def consulta_de(texto: str, *, pesos: str = PUBLICO, todas: bool = True) -> SearchQuery | None:
    """Return the query for every word (or any) of `texto`, begun or whole; None without words."""
    palabras = re.findall(r"[^\W_]+", sin_acentos(texto[:LARGO_MAXIMO]))[:PALABRAS_MAXIMAS]
    if not palabras:
        return None
    # Only letters and digits are left: nothing of the language of queries.
    union = " & " if todas else " | "
    crudo = union.join(f"{palabra}:*{pesos}" for palabra in palabras)
    return SearchQuery(crudo, config="spanish", search_type="raw")


def numero_de_caso(texto: str) -> int | None:
    """Return the key of «CS0053363», «cs 53363» or «53363»; None for anything else."""
    hallado = NUMERO.fullmatch(texto[:LARGO_MAXIMO])
    return int(hallado.group(1)) if hallado and int(hallado.group(1)) > 0 else None
