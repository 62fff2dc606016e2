package io.joborchestrator.testing;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * Made-up records of persons, of whom some were written down several times: with typing errors,
 * names the other way round, parts that are missing, another address, days and months swapped. The
 * column {@code person} tells who it really is. The same seed gives the same records.
 */
public final class Persons {
  /** Names of the columns, in order. */
  public static final String HEADER = "id,first,last,born,street,zip,city,person";

  /** Part of the records that are of a person who is there already. */
  private static final double AGAIN = 0.3;

  private static final String[] STARTS =
      ("b br d dr f fl fr g gr h j k kl kr l m n p pl pr r s sch schw sp st str t tr v w z al an ar"
              + " ed el er ha he ho ka ko le li lo ma me mi mo na ne no pa pe ra re ro sa se")
          .split(" ");
  private static final String[] MIDDLES =
      ("a ai ar au e ei el en er i ie il in ir o oi ol on or u ü ul un ur ö ä é al an am im om um as"
              + " es is os us at et")
          .split(" ");
  private static final String[] ENDS =
      ("mann er ner ler inger hofer berg stein bach feld huber maier wald son sky ova ek itz ic a o"
              + " el le s ert old and ing ling ch")
          .split(" ");
  private static final String[] FIRST_ENDS =
      "a e i o us as ine ina ette el in an on ar er la na ra ta mir".split(" ");
  private static final String[] WAYS = {"gasse", "straße", "weg", "platz"};
  private static final int FIRST_NAMES = 400;
  private static final int LAST_NAMES = STARTS.length * MIDDLES.length * ENDS.length;
  private static final int STREETS = 5_000;
  private static final int ZIPS = 9_000;
  private static final long OLDEST = LocalDate.of(1930, 1, 1).toEpochDay();
  private static final int DAYS = 80 * 365;

  private final long seed;
  private final SplittableRandom random;
  private long records;
  private long persons;

  public Persons(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  private static final class Person {
    String first = "";
    String last = "";
    String born = "";
    String street = "";
    int zip;
  }

  /** Writes the next records as CSV with a header. */
  public void write(Path file, long count) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "\n");
      for (long i = 0; i < count; i++) {
        boolean again = persons > 0 && random.nextDouble() < AGAIN;
        long no = again ? random.nextLong(persons) : persons++;
        Person person = person(no);
        if (again) {
          spoil(person);
        }
        String zip = person.zip == 0 ? "" : String.valueOf(person.zip);
        String city = person.zip == 0 ? "" : word(person.zip / 10, MIDDLES) + "ing";
        out.write(
            String.join(
                ",",
                String.valueOf(++records),
                person.first,
                person.last,
                person.born,
                person.street,
                zip,
                city,
                no + "\n"));
      }
    }
  }

  private Person person(long no) {
    SplittableRandom own = new SplittableRandom(seed ^ (no * 0x9E3779B97F4A7C15L));
    Person person = new Person();
    person.first = first(frequent(own, FIRST_NAMES));
    person.last = word(frequent(own, LAST_NAMES), ENDS);
    person.born = LocalDate.ofEpochDay(OLDEST + own.nextInt(DAYS)).toString();
    move(person, own);
    return person;
  }

  private static void move(Person person, SplittableRandom random) {
    String way = WAYS[random.nextInt(WAYS.length)];
    person.street =
        word(frequent(random, STREETS) * 7, MIDDLES) + way + " " + (1 + random.nextInt(150));
    person.zip = 1_000 + frequent(random, ZIPS);
  }

  /** Low numbers come more often, as some names do. */
  private static int frequent(SplittableRandom random, int number) {
    double value = random.nextDouble();
    return (int) (number * value * value);
  }

  private static String first(int no) {
    int mixed = no * 7;
    return capital(STARTS[mixed % 50] + MIDDLES[mixed / 50 % 9] + FIRST_ENDS[no % 20]);
  }

  private static String word(int no, String[] ends) {
    int mixed = (int) (no * 7_919L % LAST_NAMES);
    String start = STARTS[mixed % STARTS.length];
    String middle = MIDDLES[mixed / STARTS.length % MIDDLES.length];
    return capital(start + middle + ends[mixed / STARTS.length / MIDDLES.length % ends.length]);
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private void spoil(Person person) {
    if (likely(0.20)) {
      person.first = typo(person.first);
    }
    if (likely(0.20)) {
      person.last = typo(person.last);
    }
    if (likely(0.05)) {
      String first = person.first;
      person.first = person.last;
      person.last = first;
    }
    if (likely(0.03)) {
      person.first = person.first.substring(0, 1);
    }
    if (likely(0.08)) {
      person.born = "";
    } else if (likely(0.08)) {
      person.born = wrongDate(person.born);
    }
    if (likely(0.15)) {
      move(person, random);
    } else if (likely(0.20)) {
      person.street = typo(person.street).replace("strasse", "str.").replace("straße", "str.");
    }
    if (likely(0.05)) {
      person.street = "";
    }
    if (likely(0.03)) {
      person.zip = 0;
    }
  }

  private boolean likely(double share) {
    return random.nextDouble() < share;
  }

  private String typo(String word) {
    int at = random.nextInt(word.length());
    char letter = (char) ('a' + random.nextInt(26));
    String rest = word.substring(at + 1);
    return switch (random.nextInt(4)) {
      case 0 -> word.substring(0, at) + letter + rest;
      case 1 -> word.length() < 3 ? word : word.substring(0, at) + rest;
      case 2 -> word.substring(0, at) + letter + word.substring(at);
      default ->
          rest.isEmpty()
              ? word
              : word.substring(0, at) + rest.charAt(0) + word.charAt(at) + rest.substring(1);
    };
  }

  private String wrongDate(String born) {
    String month = born.substring(5, 7);
    String day = born.substring(8);
    if (random.nextBoolean() && Integer.parseInt(day) <= 12) {
      return born.substring(0, 5) + day + "-" + month;
    }
    return born.substring(0, 3) + random.nextInt(10) + "-" + month + "-" + day.replace("29", "28");
  }
}
