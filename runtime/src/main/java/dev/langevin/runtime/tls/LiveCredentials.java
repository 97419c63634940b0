package dev.langevin.runtime.tls;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.lifecycle.Rounds;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates that are read anew when their files change: whoever connects from then on sees the
 * new ones, and what is connected goes on. The files are compared by what they hold, so that it
 * does not matter how they change: written over, renamed, or by a link that leads elsewhere, as
 * Kubernetes does it. New ones that can't be used are told in the log, and the old ones stay. That
 * they expire is told ahead.
 */
public final class LiveCredentials implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCredentials.class);

  /** How often the files are looked at. */
  public static final Duration OFTEN = Duration.ofSeconds(5);

  private final TlsFiles files;
  private final InstantSource clock;
  private final ShownKeys keys = new ShownKeys();
  private final TrustedPeers trust;
  private final ExpiryNotice notice = new ExpiryNotice();
  private final Telling telling;
  private final Rounds rounds;
  private Credentials.Source source;

  /** Files that were found of no use; told once a second round has found the same. */
  private Credentials.Source refused;

  private String told = "";
  private volatile Credentials.Ending first;

  private LiveCredentials(TlsFiles files, Set<String> peers, InstantSource clock, Duration often) {
    this.files = files;
    this.clock = clock;
    this.trust = new TrustedPeers(peers);
    source = Credentials.Source.of(files);
    take(Credentials.of(files, source, clock.instant()));
    telling =
        Meters.ofProcess()
            .tell(
                Meter.CERTIFICATE_EXPIRY_SECONDS,
                told -> told.value(left().toSeconds(), first.setting()));
    rounds = Rounds.startLater("certificates", often, this::look);
  }

  /**
   * Reads them, and looks for new ones until it is closed.
   *
   * @param peers DNS names of which a client's certificate has to have one; empty for any
   * @throws ConfigurationException if they can't be used; names the setting and says why
   */
  public static LiveCredentials open(TlsFiles files, Set<String> peers) {
    return open(files, peers, InstantSource.system(), OFTEN);
  }

  /** The same with another clock, looking as often as this. */
  static LiveCredentials open(
      TlsFiles files, Set<String> peers, InstantSource clock, Duration often) {
    return new LiveCredentials(files, peers, clock, often);
  }

  /** What shows the certificate that is the newest at each handshake. */
  public X509ExtendedKeyManager keys() {
    return keys;
  }

  /** What judges peers by the newest authorities; nobody is trusted where there are none. */
  public X509ExtendedTrustManager trust() {
    return trust;
  }

  /** Whether peers have to show certificates. */
  public boolean asksPeers() {
    return files.authority().isPresent();
  }

  /** Looks for new files now, without waiting for the next round. */
  public synchronized void look() {
    Instant now = clock.instant();
    try {
      Credentials.Source found = Credentials.Source.of(files);
      if (!found.same(source)) {
        Credentials fresh = fresh(found, now);
        if (fresh != null) {
          take(fresh);
          source = found;
          LOG.info(
              "{}: read anew; valid until {}",
              files.certificateSetting(),
              fresh.chain().getFirst().getNotAfter().toInstant());
        }
      }
      told = found.same(source) ? "" : told;
    } catch (ConfigurationException e) {
      tell(e.getMessage());
    }
    notice.look(now);
  }

  /** Null where they can't be used: while somebody writes them, half of them are old. */
  private Credentials fresh(Credentials.Source found, Instant now) {
    try {
      Credentials fresh = Credentials.of(files, found, now);
      refused = null;
      return fresh;
    } catch (ConfigurationException e) {
      if (refused != null && refused.same(found)) {
        tell(e.getMessage());
      }
      refused = found;
      return null;
    }
  }

  /** Once, until there is something else to tell. */
  private void tell(String problem) {
    if (!problem.equals(told)) {
      told = problem;
      LOG.error("The certificates in use stay, since the new ones can't be used: {}", problem);
    }
  }

  private void take(Credentials credentials) {
    keys.show(credentials);
    trust.trust(credentials.authorities());
    first = credentials.firstToEnd(files);
    notice.of(first, clock.instant());
  }

  /** Until the first of them expires; negative once it has. */
  Duration left() {
    return Duration.between(clock.instant(), first.until());
  }

  @Override
  public void close() {
    telling.close();
    rounds.close();
  }
}
