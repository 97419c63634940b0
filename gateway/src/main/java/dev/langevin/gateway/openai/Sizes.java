package dev.langevin.gateway.openai;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Completion;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.v1.Model;
import dev.langevin.v1.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as this API writes them. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /** How much more another shape disturbs than another area, by the squares of their logarithms. */
  private static final double SHAPE = 16;

  private Sizes() {}

  /** The size that a text means; the model's first for {@code auto}. */
  static Size read(String text, Model model) {
    if (text.isEmpty() || text.equals("auto")) {
      return model.getSizes(0);
    }
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw GatewayException.invalid(
          "size: %s is not auto or WIDTHxHEIGHT such as 512x512"
              .formatted(RequestRules.shown(text)));
    }
    return size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
  }

  /**
   * The size that the model makes and that is nearest to the wanted one, in its shape above all.
   */
  static Size nearest(Size wanted, Model model) {
    if (Completion.makes(model, wanted)) {
      return wanted;
    }
    List<Size> candidates = new ArrayList<>(model.getSizesList());
    if (model.getSizeMultiple() > 0) {
      Size rounded = rounded(wanted, model);
      if (Completion.makes(model, rounded)) {
        candidates.add(rounded);
      }
    }
    return candidates.stream()
        .min(Comparator.comparingDouble(candidate -> distance(wanted, candidate)))
        .orElseThrow();
  }

  static String text(Size size) {
    return size.getWidth() + "x" + size.getHeight();
  }

  /** Made smaller to what fits, and cut to multiples. */
  private static Size rounded(Size wanted, Model model) {
    double pixels = (double) wanted.getWidth() * wanted.getHeight();
    double scale = Math.min(1, Math.sqrt(model.getMaxPixels() / pixels));
    int multiple = model.getSizeMultiple();
    return size(
        Math.max(1, (int) (wanted.getWidth() * scale / multiple)) * multiple,
        Math.max(1, (int) (wanted.getHeight() * scale / multiple)) * multiple);
  }

  private static double distance(Size a, Size b) {
    double width = Math.log((double) a.getWidth() / b.getWidth());
    double height = Math.log((double) a.getHeight() / b.getHeight());
    double shape = width - height;
    double area = width + height;
    return SHAPE * shape * shape + area * area;
  }

  private static Size size(int width, int height) {
    return Size.newBuilder().setWidth(width).setHeight(height).build();
  }
}
