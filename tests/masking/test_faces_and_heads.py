"""Telling faces from patterns, and heads from shoulders: on drawn figures, without any network."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from masking.figure.heads import head
from masking.find.faces import cover, once_each, patches
from masking.find.persons import doubtful, strangers
from masking.find.zone import Zone, covers, zone
from masking.geometry.boxes import Boxes, Region
from masking.tuning import Heading
from masking.verify import Known, heads_among, to_fill

BODY = (100, 100, 200, 400)  # x0, y0, x1, y1 of a standing figure


def boxes(*rows: tuple[float, ...]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 5)


def figure() -> NDArray[np.bool_]:
    plane = np.zeros((500, 300), np.bool_)
    plane[BODY[1] : BODY[3], BODY[0] : BODY[2]] = True
    return plane


def standing() -> NDArray[np.float32]:
    """33 joints: a face around (150, 120), shoulders at 170, the rest below."""
    joints = np.tile(np.array([150, 300, 1], np.float32), (33, 1))
    joints[:11, :2] = [(150 + 12 * np.cos(a), 120 + 12 * np.sin(a)) for a in np.linspace(0, 6, 11)]
    joints[11, :2], joints[12, :2] = (190, 170), (110, 170)
    return joints


def test_one_face_seen_by_both_detectors_is_one_person_and_neighbours_are_two() -> None:
    """A second hit on the suspect's own face must not become a bystander who takes the suspect's place."""
    twice = boxes((100, 100, 120, 124, 0.7), (106, 98, 124, 118, 0.6))
    side_by_side = boxes((100, 100, 120, 124, 0.7), (118, 100, 138, 124, 0.6))

    assert once_each(twice)[:, 4].tolist() == [np.float32(0.7)]
    assert len(once_each(side_by_side)) == 2
    assert len(once_each(boxes())) == 0


def test_only_a_badly_scored_face_far_below_the_head_is_doubted() -> None:
    own = boxes((*BODY, 0.9))[0]
    faces = boxes(
        (140, 250, 160, 270, 0.4),  # a print on the shirt
        (140, 250, 160, 270, 0.8),  # somebody small in front: sure
        (140, 110, 160, 130, 0.4),  # at the top: the head
        (240, 250, 260, 270, 0.4),  # beside the figure
    )

    assert doubtful(faces, own).tolist() == [True, False, False, False]


def test_a_much_smaller_face_beside_the_suspects_own_is_of_somebody_farther_behind() -> None:
    """R-118: however near the tap it is; of faces of one size the tap tells whose is whose."""
    own, behind, beside = (110, 120, 143, 160, 0.8), (160, 125, 180, 150, 0.8), (160, 120, 190, 158, 0.8)
    box, tapped = boxes((*BODY, 0.9))[0], 165.0

    assert strangers(boxes(own, behind), box, tapped).tolist() == boxes(behind).tolist()
    assert strangers(boxes(own, beside), box, tapped).tolist() == boxes(own).tolist()


def test_a_print_on_the_shirt_costs_no_more_than_itself_and_the_head_goes_whole() -> None:
    """R-119: head, hair and all beside it; the shirt stays."""
    own, shirt = boxes((140, 108, 160, 134, 0.9)), boxes((135, 250, 165, 280, 0.4))
    gone = head(figure(), [standing()], own, shirt, Heading())

    assert gone[:145].all()
    assert gone[255:275, 140:160].all()
    assert not gone[290:400].any()
    assert not gone[200:240].any()
    assert patches(shirt, gone.shape).sum() < cover(shirt, gone.shape).sum()


def test_a_doubted_face_is_a_head_where_the_joints_have_one_or_there_are_none() -> None:
    """Somebody bending has the head far down; without joints nobody knows, so more is filled."""
    bending = standing()
    bending[:13, 1] += 150
    low = boxes((140, 260, 160, 285, 0.4))
    whole = cover(low, figure().shape)

    for joints in ([bending], []):
        assert (head(figure(), joints, boxes(), low, Heading()) | ~whole).all()
    assert not (head(figure(), [standing()], boxes(), low, Heading()) | ~whole).all()


def test_the_disc_around_the_joints_ends_below_a_sure_chin() -> None:
    sure, unsure = boxes((140, 108, 160, 134, 0.9)), boxes((140, 108, 160, 134, 0.4))

    assert (
        head(figure(), [standing()], sure, boxes(), Heading())[146:].sum()
        < head(figure(), [standing()], unsure, boxes(), Heading())[146:].sum()
    )


def test_the_disc_ends_at_the_chin_even_where_no_face_is_seen() -> None:
    """Seen from behind there is no face, but the shoulders say where the head ends: the collar stays."""
    gone = head(figure(), [standing()], boxes(), boxes(), Heading())

    assert gone[:145].all()
    assert gone[145:154, 150].all()
    assert not gone[160:].any()


def test_a_pattern_found_again_on_the_clothes_is_filled_small_and_a_head_whole() -> None:
    """R-119: what lies on no limb may be a head that the first search missed; in doubt it is one."""
    clothes = np.zeros((500, 300), np.bool_)
    clothes[200:400, 100:200] = True
    again = boxes((140, 250, 160, 270, 0.9), (140, 110, 160, 130, 0.9), (140, 110, 160, 130, 0.4))

    assert heads_among(again, clothes).tolist() == [False, True, False]


def test_of_a_fold_that_looks_like_a_face_once_cut_out_the_middle_goes_first() -> None:
    """R-119: where the first search had a hint of a face, all of it goes at once."""
    fold, shown = boxes((130, 250, 170, 300, 0.3)), np.ones((500, 300), np.bool_)
    whole = patches(fold, shown.shape)

    first = to_fill(fold, shown, Known(shown, boxes(), shown), 0)
    later = to_fill(fold, shown, Known(shown, boxes(), shown), 5)
    hinted = to_fill(fold, shown, Known(shown, boxes((132, 255, 168, 296, 0.2)), shown), 0)
    sure = to_fill(boxes((130, 250, 170, 300, 0.9)), shown, Known(shown, boxes(), shown), 0)

    assert 0 < first.sum() < whole.sum() / 4
    assert first[275, 150]
    for more in (later, hinted, sure):
        assert (more == whole).all()


def test_a_fold_stays_one_when_a_hand_opens_something_beside_it_and_what_a_hand_opens_may_be_a_face() -> None:
    """R-118, R-119: a tap on the sleeve costs no whole back; half a face that a hand lets through goes whole."""
    fold, back = boxes((130, 250, 170, 300, 0.3)), np.zeros((500, 300), np.bool_)
    back[200:400, 100:200] = True
    whole = patches(fold, back.shape)

    def filled(shown: Region, alone: Region) -> Region:
        return to_fill(fold, shown, Known(back, boxes(), alone), 0)

    sleeve = back.copy()
    sleeve[200:400, 200:230] = True
    right, most = back.copy(), back.copy()
    right[:, :150] = False
    most[:, :140] = False
    corner = ~back
    corner[250:300, 130:135] = True  # an eighth of the face is all that is seen of it, and all by hand

    assert (filled(sleeve, back) == filled(back, back)).all()
    assert filled(back, most).sum() < whole.sum()
    for by_hand in (filled(back, right), filled(corner, np.zeros_like(back)), filled(back, np.zeros_like(back))):
        assert (by_hand == whole).all()


def test_only_the_part_around_the_tapped_person_is_looked_at_unless_nobody_is_known_there() -> None:
    picture = np.zeros((1000, 1000, 3), np.uint8)
    people = boxes((100, 100, 200, 400, 0.9), (700, 600, 760, 760, 0.8))

    one = zone(picture, people, [(150, 250)])
    assert one == Zone(0, 0, 335, 535, person=300.0)
    assert covers(one, people[:1], picture)
    assert not covers(one, people, picture)
    assert zone(picture, people, [(150, 250), (730, 700)]) == Zone(0, 0, 832, 832, person=160.0)
    assert zone(picture, people, [(150, 250), (500, 500)]) == Zone.everything(picture)


def test_a_large_person_is_searched_for_faces_at_a_smaller_scale_and_the_smallest_box_decides() -> None:
    """A face that matters is a tenth of the box at least; a closer look would only cost time."""
    picture = np.zeros((1000, 1000, 3), np.uint8)
    people = boxes((0, 0, 500, 960, 0.9), (100, 100, 400, 740, 0.8))

    assert zone(picture, people[:1], [(200, 200)]).reduced(480) == pytest.approx(1 / 2)
    assert zone(picture, people, [(200, 200)]).reduced(480) == pytest.approx(3 / 4)
