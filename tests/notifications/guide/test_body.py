"""The drawing of the body: its words are the answer, and every one of them lies somewhere."""

from notifications.guide import body
from notifications.guide.body import Area


def test_every_area_stands_once_in_the_list_and_once_on_a_figure() -> None:
    listed = [area for _name, areas in body.GROUPS for area in areas]
    drawn = [shape.area for side in body.SIDES for shape in side.places]
    assert (sorted(listed), sorted(drawn)) == (sorted(Area), sorted(Area))


def test_no_place_to_press_lies_outside_the_drawing_or_on_another() -> None:
    for side in body.SIDES:
        taken: set[tuple[int, int]] = set()
        for one in side.places:
            cells = {
                (x, y) for x in range(one.x, one.x + one.width) for y in range(one.y, one.y + one.height)
            }
            assert all(0 <= x < body.WIDTH and 0 <= y < body.HEIGHT for x, y in cells), one
            assert not cells & taken, one
            taken |= cells


def test_the_marked_areas_are_read_in_the_order_of_the_body() -> None:
    assert body.in_words(["thigh_left", "forehead", "nonsense"]) == "Pande, Venstre lår"
