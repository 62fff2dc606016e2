package io.joborchestrator.console.chart;

import io.joborchestrator.console.view.Formats;
import java.time.Duration;
import java.util.Locale;

/** What values of a chart are, and how they are written. */
public enum ChartUnit {
  RECORDS_PER_SECOND(" /s"),
  JOBS_PER_MINUTE(" /min"),
  /** Things: jobs, failures, slots. */
  COUNT(""),
  /** Durations in seconds. */
  SECONDS(""),
  /** 0 to 100. */
  PERCENT(" %"),
  BYTES("");

  private static final int MOST_STEPS = 4;
  private static final double[] SECOND_STEPS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
    900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400
  };

  private final String suffix;

  ChartUnit(String suffix) {
    this.suffix = suffix;
  }

  /** As in a tooltip: {@code 584 k/s}, {@code 2 m 14 s}, {@code 1.60 GiB}; a dash for NaN. */
  public String words(double value) {
    if (Double.isNaN(value)) {
      return Formats.NONE;
    }
    return switch (this) {
      case SECONDS -> Formats.duration(seconds(value));
      case BYTES -> Formats.bytes(Math.round(value));
      case PERCENT -> short3(value) + suffix;
      default -> rate(short3(value));
    };
  }

  /** {@code 584 k/s}, {@code 12 /s}. */
  private String rate(String number) {
    boolean scaled = Character.isLetter(number.charAt(number.length() - 1));
    return number + (scaled ? suffix.strip() : suffix);
  }

  /** As at an axis: short, without what the heading says. */
  String axis(double value) {
    return switch (this) {
      case SECONDS -> axisSeconds(value);
      case BYTES -> axisBytes(value);
      case PERCENT -> plain(value) + suffix;
      default -> short3(value);
    };
  }

  /** The distance of two grid lines so that at most four reach the largest value. */
  double step(double largest) {
    if (!(largest > 0)) {
      return 1;
    }
    return switch (this) {
      case SECONDS -> secondStep(largest);
      case BYTES -> binaryStep(largest);
      case PERCENT -> largest > 50 && largest <= 100 ? 25 : decimalStep(largest);
      case COUNT -> Math.max(1, decimalStep(largest));
      default -> decimalStep(largest);
    };
  }

  private static double decimalStep(double largest) {
    double power = Math.pow(10, Math.floor(Math.log10(largest / MOST_STEPS)));
    for (double factor : new double[] {1, 2, 2.5, 3, 5, 10}) {
      if (factor * power * MOST_STEPS >= largest) {
        return factor * power;
      }
    }
    return power * 10;
  }

  private static double secondStep(double largest) {
    for (double step : SECOND_STEPS) {
      if (step * MOST_STEPS >= largest) {
        return step;
      }
    }
    return Math.ceil(largest / MOST_STEPS / 86_400) * 86_400;
  }

  private static double binaryStep(double largest) {
    double step = 1;
    while (step * MOST_STEPS < largest) {
      step *= 2;
    }
    return step;
  }

  private static Duration seconds(double value) {
    return Duration.ofMillis(Math.round(Math.min(value, 1e12) * 1000));
  }

  private static String axisSeconds(double value) {
    if (value == 0) {
      return "0";
    }
    if (value < 1) {
      return plain(value * 1000) + " ms";
    }
    if (value < 60) {
      return plain(value) + " s";
    }
    if (value < 7200 && value % 3600 != 0) {
      return short3(value / 60) + " m";
    }
    return value < 172_800 ? short3(value / 3600) + " h" : short3(value / 86_400) + " d";
  }

  private static String axisBytes(double value) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = 0;
    double scaled = value;
    while (scaled >= 1024 && unit < units.length - 1) {
      scaled /= 1024;
      unit++;
    }
    return value == 0 ? "0" : short3(scaled) + " " + units[unit];
  }

  /** Three figures: {@code 0.25}, {@code 15}, {@code 1,200}, {@code 584 k}, {@code 1.2 M}. */
  private static String short3(double value) {
    double size = Math.abs(value);
    if (size >= 1e18) {
      return String.format(Locale.ENGLISH, "%.2e", value);
    }
    String[] units = {"", " k", " M", " G", " T", " P"};
    int unit = 0;
    double scaled = value;
    while (Math.abs(scaled) >= (unit == 0 ? 9_999.5 : 999.5) && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return plain(scaled) + units[unit];
  }

  private static String plain(double value) {
    double size = Math.abs(value);
    if (size >= 1000) {
      return Formats.exact(Math.round(value));
    }
    int places = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.1 || size == 0 ? 2 : 3;
    String text = String.format(Locale.ENGLISH, "%." + places + "f", value);
    return text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
  }
}
