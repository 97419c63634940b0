package dev.langevin.decoder.vae;

/**
 * Solves least-squares problems of a few unknowns by their normal equations, in double precision.
 */
final class LeastSquares {
  private final int unknowns;
  private final double[][] normal;
  private final double[][] right;

  /**
   * An empty problem.
   *
   * @param unknowns coefficients to find for each target
   * @param targets values explained by the same inputs
   */
  LeastSquares(int unknowns, int targets) {
    this.unknowns = unknowns;
    this.normal = new double[unknowns][unknowns];
    this.right = new double[unknowns][targets];
  }

  /** Adds an observation. */
  void add(double[] inputs, double[] targets) {
    for (int i = 0; i < unknowns; i++) {
      for (int j = 0; j < unknowns; j++) {
        normal[i][j] += inputs[i] * inputs[j];
      }
      for (int j = 0; j < targets.length; j++) {
        right[i][j] += inputs[i] * targets[j];
      }
    }
  }

  /**
   * The coefficients by target, found by Gauss–Jordan elimination with pivoting. A little ridge
   * (10⁻⁶ of the mean diagonal) gives inputs that say nothing the coefficient 0.
   */
  double[][] solve() {
    double trace = 0;
    for (int i = 0; i < unknowns; i++) {
      trace += normal[i][i];
    }
    double ridge = Math.max(trace / unknowns * 1e-6, Double.MIN_NORMAL);
    double[][] rows = new double[unknowns][];
    int targets = right[0].length;
    for (int i = 0; i < unknowns; i++) {
      rows[i] = new double[unknowns + targets];
      System.arraycopy(normal[i], 0, rows[i], 0, unknowns);
      System.arraycopy(right[i], 0, rows[i], unknowns, targets);
      rows[i][i] += ridge;
    }
    for (int column = 0; column < unknowns; column++) {
      eliminate(rows, column);
    }
    double[][] coefficients = new double[targets][unknowns];
    for (int t = 0; t < targets; t++) {
      for (int i = 0; i < unknowns; i++) {
        coefficients[t][i] = rows[i][unknowns + t] / rows[i][i];
      }
    }
    return coefficients;
  }

  private static void eliminate(double[][] rows, int column) {
    int pivot = column;
    for (int i = column + 1; i < rows.length; i++) {
      pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
    }
    double[] row = rows[pivot];
    rows[pivot] = rows[column];
    rows[column] = row;
    for (int i = 0; i < rows.length; i++) {
      double factor = i == column ? 0 : rows[i][column] / row[column];
      for (int j = column; factor != 0 && j < row.length; j++) {
        rows[i][j] -= factor * row[j];
      }
    }
  }
}
