"""`make bench`: every benchmark, one line of figures each."""

from tests.rendimiento.consulta import main as medir_consulta
from tests.rendimiento.envio import main as medir_envio
from tests.rendimiento.firma import main as medir_firma
from tests.rendimiento.importacion import main as medir_importacion
from tests.rendimiento.mesa import main as medir_mesa
from tests.rendimiento.mesa_correo import main as medir_mesa_correo
from tests.rendimiento.seleccion import main as medir_seleccion
from tests.rendimiento.sincronizacion import main as medir_sincronizacion

medir_consulta()
medir_importacion()
medir_sincronizacion()
medir_seleccion()
medir_firma()
medir_envio()
medir_mesa_correo()
medir_mesa()
