package dev.langevin.bench.capacity;

import java.util.List;

/**
 * A straight line through points, by least squares.
 *
 * @param slope y per x
 * @param atZero y where x is 0
 */
record Line(double slope, double atZero) {
  /** A point. */
  record Point(double x, double y) {}

  /**
   * Through these.
   *
   * @throws IllegalArgumentException if not two of them differ in x
   */
  static Line through(List<Point> points) {
    double meanX = points.stream().mapToDouble(Point::x).average().orElse(Double.NaN);
    double meanY = points.stream().mapToDouble(Point::y).average().orElse(Double.NaN);
    double spread = points.stream().mapToDouble(p -> (p.x() - meanX) * (p.x() - meanX)).sum();
    if (!(spread > 0)) {
      throw new IllegalArgumentException(points + ": a line takes two points that differ in x");
    }
    double slope =
        points.stream().mapToDouble(p -> (p.x() - meanX) * (p.y() - meanY)).sum() / spread;
    return new Line(slope, meanY - slope * meanX);
  }

  /** y at x. */
  double at(double x) {
    return atZero + slope * x;
  }
}
