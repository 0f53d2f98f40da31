"""From points on a film to numbers with a unit, a source and an error bar.

``scale`` says what a millimetre is, ``film_points`` carries points into millimetres or square
pixels, ``uncertainty`` gives the error bar, ``quantity`` holds the result and ``formatting``
writes it, in the same digits as its twin in ``static/js/measuring``. What cannot be measured is
a :class:`~planning.geometry.reasons.Reason`, as in ``planning.geometry``.
"""
