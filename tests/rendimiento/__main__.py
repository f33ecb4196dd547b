"""`make bench`: every benchmark, one line of figures each."""

from tests.rendimiento import consulta, importacion

consulta.main()
importacion.main()
