"""PURE. The parts of the gate; :mod:`pacs_bridge.scan` is the entrance.

In reading order: ``refusal`` (the one way out), ``source`` (bytes of a file, window by
window), ``kind`` (is it DICOM at all), ``meta`` (file meta information), ``walker`` (every
element, without recursion), ``index`` (the tags the product needs, as text), ``image``
(do the pixels fit their description).
"""
