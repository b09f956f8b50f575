"""Themes: their names, sizes and most typical stories."""


def test_a_theme_is_shown_with_its_size_its_words_and_its_most_typical_stories(world, ada):
    told = world.tell(12)
    world.name_theme("bean, pole", told)
    page = ada.get("/explore/plot/themes").text
    assert "bean, pole" in page and "12 stories" in page
    assert '<span class="mm-term">frost</span>' in page
    assert told[0].text in page and told[1].text in page and told[2].text not in page
    assert 'href="/explore/plot/stories?theme=7"' in page


def test_a_theme_of_fewer_than_k_stories_is_not_counted(world, ada):
    world.name_theme("slugs", world.tell(9))
    page = ada.get("/explore/plot/themes").text
    assert "Fewer than 10 stories" in page
    assert "9 stories" not in page


def test_a_typical_story_that_nobody_may_read_is_passed_over(world, ada):
    hidden = world.tell(3, read=False, text="Only count me.")
    shown = world.tell(1, text="Read me.")
    world.name_theme("beans", [*hidden, *shown])
    page = ada.get("/explore/plot/themes").text
    assert "Read me." in page and "Only count me." not in page


def test_before_the_first_themes_the_page_says_when_they_come(world, ada):
    assert "Themes appear once the analysis has read about fifty stories" in ada.get("/explore/plot/themes").text
