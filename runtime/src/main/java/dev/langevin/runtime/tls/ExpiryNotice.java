package dev.langevin.runtime.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log that a certificate is about to expire: as it comes near, and once a day. */
final class ExpiryNotice {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiryNotice.class);

  /** How long ahead, at most. */
  private static final Duration AHEAD = Duration.ofDays(30);

  /** The share of its life that is left when a certificate is about to expire. */
  private static final int SHARE = 5;

  private static final Duration AGAIN = Duration.ofDays(1);

  private Credentials.Ending first;
  private Instant next = Instant.MAX;

  /** The certificate in use that expires first. */
  synchronized void of(Credentials.Ending ending, Instant now) {
    first = ending;
    next = begin(ending.certificate());
    look(now);
  }

  /** Tells it if it is time. */
  synchronized void look(Instant now) {
    if (now.isBefore(next)) {
      return;
    }
    Instant until = first.until();
    Object who = first.certificate().getSubjectX500Principal();
    if (until.isAfter(now)) {
      LOG.warn("{}: {} expires at {}; renew it", first.setting(), who, until);
      Instant tomorrow = now.plus(AGAIN);
      next = tomorrow.isBefore(until) ? tomorrow : until;
    } else {
      LOG.error(
          "{}: {} expired at {}; nobody connects any more until there is a new one",
          first.setting(),
          who,
          until);
      next = now.plus(AGAIN);
    }
  }

  /** From when on a certificate is about to expire. */
  static Instant begin(X509Certificate certificate) {
    Instant until = certificate.getNotAfter().toInstant();
    Duration share =
        Duration.between(certificate.getNotBefore().toInstant(), until).dividedBy(SHARE);
    return until.minus(share.compareTo(AHEAD) < 0 ? share : AHEAD);
  }
}
