"""The plotter language of templates: every command of the subset, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.library.exchange.dicom import hpgl
from planning.library.exchange.dicom.hpgl import Plot, Stroke, read_hpgl, write_hpgl
from planning.library.exchange.refusal import ExchangeRefused


def test_a_document_of_the_standards_commands_is_drawn():
    plot = read_hpgl(b"IN;PC1,0,0,0;PC3,255,0,10;SP1;PA10,20;PD30,20,30,40;PU;SP3;PU5,5;PD6,7;PU;")

    assert plot.strokes == (
        Stroke(1, ((10, 20), (30, 20), (30, 40))),
        Stroke(3, ((5, 5), (6, 7))),
    )
    assert plot.pens[3] == (255, 0, 10)
    assert plot.bounds == (5, 5, 30, 40)


@pytest.mark.parametrize("between", [b"", b" ", b"\n", b"\r", b"\r\n"])
def test_commands_may_be_parted_by_blanks_and_line_breaks(between: bytes):
    written = between.join([b"IN;", b"SP1;", b"PU1,2;", b"PD3,4;", b"PD5,6;"])

    assert read_hpgl(written + b"\x00").strokes == (Stroke(1, ((1, 2), (3, 4), (5, 6))),)


@pytest.mark.parametrize(
    ("document", "code", "where"),
    [
        (b"IN;SP1;PU0,0;CI500;", "hpgl_command", 13),
        (b"IN;SP1;PU0,0;PD1,1", "hpgl_command", 13),
        (b"IN;SP1;PU0,0;PD-1,5;", "hpgl_numbers", 13),
        (b"IN;SP1;PU0,0;PD1,2,3;", "hpgl_numbers", 13),
        (b"IN;SP1;PU0,0;PD1.5,2;", "hpgl_numbers", 13),
        (b"IN;SP1;PU0,0;PD500000,2;", "hpgl_numbers", 13),
        (b"IN;SP4;PU0,0;PD1,2;", "hpgl_pen", 3),
        (b"IN;PU0,0;PD1,2;", "hpgl_pen", 9),
        (b"IN;PC1,255,0,0;SP1;PD1,2;", "hpgl_pen", 3),
        (b"IN;PC5,256,0,0;", "hpgl_numbers", 3),
        (b"IN;SP1;PU0,0;", "hpgl_empty", 0),
        (b"", "hpgl_empty", 0),
        (b"\x89PNG\r\n", "hpgl_command", 0),
    ],
)
def test_what_the_subset_does_not_have_is_refused_where_it_stands(document, code, where):
    with pytest.raises(ExchangeRefused) as refused:
        read_hpgl(document)

    assert (refused.value.code, refused.value.params["where"]) == (code, where)


def test_a_plot_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(hpgl, "MOST_POINTS", 999)

    with pytest.raises(ExchangeRefused) as refused:
        read_hpgl(b"IN;SP1;" + b"PD1,1,2,2,3,3,4,4,5,5;" * 200)

    assert refused.value.code == "hpgl_too_large"


_units = st.tuples(st.integers(0, 20_000), st.integers(0, 20_000))
_strokes = st.builds(
    Stroke, st.integers(1, 3), st.lists(_units, min_size=1, max_size=150).map(tuple)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_strokes, min_size=1, max_size=4).map(tuple))
def test_what_is_written_is_read_back_point_by_point(strokes):
    pens = {0: (255, 255, 255), 1: (0, 0, 0), 2: (9, 8, 7), 3: (0, 255, 0)}

    written = write_hpgl(Plot(pens, strokes))

    assert read_hpgl(written) == Plot(pens, strokes)
    assert len(written) % 2 == 0


def test_a_point_off_the_paper_is_never_written():
    with pytest.raises(ValueError, match="off the paper"):
        write_hpgl(Plot({1: (0, 0, 0)}, (Stroke(1, ((0, 0), (0, -1))),)))
