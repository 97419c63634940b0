package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langevin.client.steps.AnimatedPng;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser, without a window. Waits for what it is told to find. */
final class Browser implements AutoCloseable {
  private static final int SHOWN_WIDTH = 480;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

  /** Said of axe, which reads canvases to judge their contrast. */
  private static final String OF_AXE = "willReadFrequently";

  /** What Chromium itself says where its network or its graphics are not what it is used to. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts one; the test is skipped, and says why, where there is none. */
  static Browser start(Path downloads) {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = program("chromedriver");
    assumeTrue(
        chromium.isPresent() && chromedriver.isPresent(),
        "SKIPPED: no chromium and chromedriver on the PATH; Debian has them in the packages"
            + " chromium and chromium-driver");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow().toString());
    options.addArguments(ARGUMENTS);
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", downloads.toString()));
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Optional<Path> program(String... names) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Goes to an address. */
  void open(String url) {
    driver.get(url);
  }

  /** Loads the page again. */
  void reload() {
    driver.navigate().refresh();
  }

  /** Another tab, which the calls that follow are about. */
  String tab() {
    driver.switchTo().newWindow(WindowType.TAB);
    return driver.getWindowHandle();
  }

  /** The tab that calls are about. */
  String here() {
    return driver.getWindowHandle();
  }

  /** Closes the tab that calls are about; {@link #to} has to follow. */
  void closeTab() {
    driver.close();
  }

  /** Back to a tab. */
  void to(String tab) {
    driver.switchTo().window(tab);
  }

  /** A window of this size inside. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.manage().window().setSize(new Dimension(width, height));
  }

  /** The first element of a selector that is shown. */
  WebElement find(String selector) {
    return await("element " + selector, d -> shown(selector).findFirst().orElse(null));
  }

  /** How many of a selector there are. */
  int count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  /** Clicks the element with this text, of those of a selector. */
  void click(String selector, String text) {
    await(
        selector + " with " + text,
        d -> {
          Optional<WebElement> found =
              shown(selector).filter(e -> e.getText().contains(text)).findFirst();
          found.ifPresent(WebElement::click);
          return found.isPresent();
        });
  }

  /** Replaces what a field holds. */
  void write(String selector, String text) {
    WebElement field = find(selector);
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    field.sendKeys(text);
    field.sendKeys(Keys.TAB);
  }

  /** Gives a file to a field for files, which need not be seen. */
  void upload(String selector, Path file) {
    driver.findElement(By.cssSelector(selector)).sendKeys(file.toAbsolutePath().toString());
  }

  /** What the elements of a selector say. */
  Stream<String> texts(String selector) {
    return shown(selector).map(WebElement::getText);
  }

  /** How many pixels the page is wider than its window. */
  long overflow() {
    return (Long)
        run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** Chooses an option by its value. */
  void choose(String selector, String value) {
    new Select(find(selector)).selectByValue(value);
  }

  /** Presses a key on an element, so many times. */
  void press(String selector, Keys key, int times) {
    WebElement element = find(selector);
    for (int i = 0; i < times; i++) {
      element.sendKeys(key);
    }
  }

  /** What the page calculates; {@code return …}. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until something is so. */
  <T> T await(String what, Function<WebDriver, T> condition) {
    return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
        .withMessage(what)
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(condition);
  }

  /** What people who can't see, or use no mouse, stumble over in the page as it stands. */
  void assertAccessible() throws IOException {
    try (InputStream axe = Browser.class.getResourceAsStream(AXE)) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    Object violations =
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run().then(r => done(r.violations.flatMap(v => v.nodes.map("
                + "n => `${v.id}: ${v.help}: ${n.html}`))), e => done([String(e)]))");
    assertThat((List<?>) violations).isEmpty();
  }

  /** Light or dark, as the system would prefer it. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** A picture of the page, for people, beside the tests' reports. */
  void picture(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "studio"));
    Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** The same of an element. */
  void picture(String name, String selector) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "studio"));
    Files.write(folder.resolve(name + ".png"), find(selector).getScreenshotAs(OutputType.BYTES));
  }

  /** An element as it looks now. */
  BufferedImage seen(String selector) throws IOException {
    byte[] png = find(selector).getScreenshotAs(OutputType.BYTES);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** Pictures one after the other, as wide as documents show them; the last one stays longer. */
  void animation(String name, List<BufferedImage> pictures) throws IOException {
    BufferedImage last = pictures.getLast();
    int height = last.getHeight() * SHOWN_WIDTH / last.getWidth();
    Path file = Files.createDirectories(Path.of("target", "studio")).resolve(name + ".png");
    try (OutputStream out = Files.newOutputStream(file)) {
      AnimatedPng animation = new AnimatedPng(out, shrunk(last, height), pictures.size());
      for (BufferedImage picture : pictures) {
        animation.frame(shrunk(picture, height), picture == last ? 3_000 : 150);
      }
      animation.end();
    }
  }

  private static BufferedImage shrunk(BufferedImage picture, int height) {
    BufferedImage small = new BufferedImage(SHOWN_WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = small.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    double scale = (double) SHOWN_WIDTH / picture.getWidth();
    canvas.drawImage(picture, AffineTransform.getScaleInstance(scale, scale), null);
    canvas.dispose();
    return small;
  }

  /**
   * Nothing went wrong in the page since this was last asked, but for what is expected, and for
   * what is said of the canvases that {@link #assertAccessible} reads.
   */
  void assertNoErrors(String... expected) {
    List<String> errors =
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::getMessage)
            .filter(message -> !message.contains(OF_AXE))
            .filter(message -> Stream.of(expected).noneMatch(message::contains))
            .toList();
    assertThat(errors).isEmpty();
  }

  @Override
  public void close() {
    driver.quit();
  }

  private Stream<WebElement> shown(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().filter(WebElement::isDisplayed);
  }
}
