package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What grids are made of, and what becomes of cells that fail. */
class StudioGridsIT extends Studio {
  @Test
  void cell_isWhereCreateGoesOn() {
    write("guidance", "1, 7.5", "seed", "3, 4");
    begin();
    made(4);

    browser.find("[aria-label='Start from guidance 7.5, seed 4']").click();

    browser.await("the form", d -> "7.5".equals(value("#f-guidance_scale")));
    assertThat(value("#f-seed")).isEqualTo("4");
    assertThat(value("#f-prompt")).isEqualTo(PROMPT);
  }

  @Test
  void cells_thatAreRefused_sayWhy_andTheOthersAreMade() {
    write("steps", "2", "sampler", "ddim, nothing_such");
    begin();
    made(1);

    assertThat(browser.find(".grid .bad").getText()).contains("nothing_such");
    assertThat(browser.find("[aria-labelledby=grid-title]").getText())
        .contains("1 of 2 there, 1 without a picture");
    browser.assertNoErrors("400 (Bad Request)");
  }

  @Test
  void cells_thatWereCancelled_areTriedAgain() {
    write("steps", "400", "seed", "1, 2");
    begin();
    browser.click("button", "Cancel all");

    browser.click("button", "Try again those without");

    browser.await("a running cell", d -> browser.count("td[data-state=running]") > 0);
    browser.click("button", "Cancel all");
    browser.await("no running cell", d -> browser.count("td[data-state=running]") == 0);
  }

  @Test
  void prompts_areTexts_alsoAsLabels() throws Exception {
    write("", "", "sampler", "ddim");
    browser.choose("#axis-rows", "prompt");
    browser.find("textarea[aria-label^=Rows]");
    browser.run(
        "const f = document.querySelector('textarea[aria-label^=Rows]'); f.value = arguments[0];"
            + " f.dispatchEvent(new Event('input'))",
        "<img src=x onerror=\"document.title='taken'\">\n\u0645\u0631\u062d\u0628\u0627 \uD83C\uDF05"
            + "\n"
            + "sea ".repeat(2_000));
    browser.write("#c-prompt", "unused");
    begin();
    made(3);

    assertThat(browser.count("th[scope=row] img")).isZero();
    assertThat((String) browser.run("return document.title")).doesNotContain("taken");
    browser.size(390, 800);
    assertThat(browser.overflow()).isZero();
    browser.prefer("dark");
    browser.assertAccessible();
    browser.prefer("light");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps | 0 | sampler | ddim | right yet",
        "steps | two | sampler | ddim | right yet",
        "guidance | 0.5 | sampler | ddim | right yet",
        "seed | 4294967296 | sampler | ddim | right yet",
        "recipe | ddim | seed | 1 | right yet",
        "steps | 3 | recipe | ddim:4 | both set steps",
        "seed | 1,2,3,4,5,6,7,8,9 | steps | 1,2,3,4,5,6,7,8 | 72 pictures"
      })
  void impossibleGrid_isNotBegun(
      String rows, String ofRows, String columns, String ofColumns, String why) {
    write(rows, ofRows, columns, ofColumns);

    browser.await(why, d -> browser.find("form .problem[role=status]").getText().contains(why));
    assertThat(browser.find("form .primary").isEnabled()).isFalse();
  }

  private static void write(String rows, String ofRows, String columns, String ofColumns) {
    browser.click("nav a", "Compare");
    browser.write("#c-prompt", PROMPT);
    browser.choose("#axis-rows", rows);
    browser.choose("#axis-columns", columns);
    if (!rows.isEmpty()) {
      browser.write("input[aria-label^=Rows]", ofRows);
    }
    browser.write("input[aria-label^=Columns]", ofColumns);
  }

  private static void begin() {
    browser.click("form .primary", "Make the grid");
  }

  private static void made(int cells) {
    browser.await(cells + " pictures", d -> browser.count("td[data-state=succeeded] img") == cells);
  }
}
