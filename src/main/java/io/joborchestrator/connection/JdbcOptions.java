package io.joborchestrator.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.Driver;

/**
 * A connection for libraries that open sessions themselves, wherever they run: a URL built from
 * parts, and properties of which all are chosen here. The map holds the password.
 */
public final class JdbcOptions {
  private static final int FETCH_ROWS = 10_000;

  private JdbcOptions() {}

  /** What {@link DatabaseLink} says to the driver, as options. */
  public static Map<String, String> of(NamedConnection database, String label) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("url", url(database));
    options.put("driver", driver().getName());
    options.put("user", database.user());
    options.put("password", database.password() == null ? "" : database.password());
    options.put("sslmode", database.sslMode());
    String certificates = database.rootCertificate();
    if (certificates != null) {
      options.put("sslrootcert", certificates);
    } else if (DatabaseLink.trustsThePlatform(database.sslMode())) {
      options.put("sslfactory", DatabaseLink.PLATFORM_TRUST);
    }
    options.put("ApplicationName", label);
    options.put("connectTimeout", String.valueOf(database.connectSeconds()));
    options.put("loginTimeout", String.valueOf(database.connectSeconds()));
    options.put("socketTimeout", String.valueOf(database.socketSeconds()));
    options.put("tcpKeepAlive", "true");
    options.put("fetchsize", String.valueOf(FETCH_ROWS));
    return options;
  }

  /** What whoever opens such a session must have on its class path. */
  public static Class<?> driver() {
    return Driver.class;
  }

  private static String url(NamedConnection database) {
    String host = database.host().contains(":") ? "[" + database.host() + "]" : database.host();
    String name =
        URLEncoder.encode(database.database(), StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:postgresql://" + host + ":" + database.port() + "/" + name;
  }

  /** What a session that has begun a transaction has to be told first. */
  public static String begin(List<String> moment) {
    List<String> all = new ArrayList<>(moment);
    all.addAll(DatabaseLink.SETTINGS);
    return String.join("; ", all);
  }
}
