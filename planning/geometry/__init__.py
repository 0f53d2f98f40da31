"""Points, lines, circles, ellipses, angles and transforms of the plane: plain arithmetic.

Every module has a twin of the same name in ``static/js/geometry`` whose functions carry the
same names in camelCase; ``tests/golden/geometry_*.json`` pins both. To let the two agree to
the last digits, both use the same order of operations and, where a result is iterated, only
``+ - * /`` and the square root, which IEEE 754 rounds alike everywhere.

One convention for what cannot be computed
------------------------------------------
* Degenerate geometry (coincident points, parallel lines, too short an arc) is an ordinary
  outcome of clicking on a film: the function *returns* a :class:`~planning.geometry.reasons.Reason`
  with a code, never NaN, never zero, never None. The return type says so.
* A call that no film could cause (a negative tolerance, a weight list of another length) is a
  programming error and *raises*.

Directions
----------
x runs to the right and y downwards, so a positive angle turns clockwise on the screen, and a
positive signed distance from a line lies clockwise of its direction (below a line that runs to
the right). Anatomical directions are never read off the screen: use
:func:`~planning.geometry.lines.perpendicular_towards`, which survives mirrored films.
"""
