package dev.langevin.denoiser.batch.order;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows that each tenant has been served, in each class, as a virtual time (after start-time
 * fair queueing, Goyal, Vin and Cheng 1996): one that comes new, or has been away, begins where
 * those are that wait, so that nobody saves up for later more than {@code credit}.
 */
final class Tenants {
  /** So many are remembered; those not seen for longest are taken for new ones. */
  static final int MOST = 10_000;

  /** The rows of one tenant in one class. */
  static final class Account {
    private final boolean patient;
    private long served;

    private Account(boolean patient, long served) {
      this.patient = patient;
      this.served = served;
    }

    boolean patient() {
      return patient;
    }

    long served() {
      return served;
    }

    void serve(int rows) {
      served += rows;
    }
  }

  private record Key(String tenant, boolean patient) {}

  private final long credit;
  private final long[] levels = new long[2];
  private final Map<Key, Account> accounts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Account> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Nobody is known yet.
   *
   * @param credit how many rows one that was away may be behind those that wait
   */
  Tenants(long credit) {
    this.credit = credit;
  }

  /** The account of a tenant that asks for rows. */
  Account enter(String tenant, boolean patient) {
    long level = levels[index(patient)];
    Account account =
        accounts.computeIfAbsent(new Key(tenant, patient), key -> new Account(patient, level));
    account.served = Math.max(account.served, level - credit);
    return account;
  }

  /** Where the one is that has been served least among those waiting in a class; never falls. */
  void level(boolean patient, long least) {
    levels[index(patient)] = Math.max(levels[index(patient)], least);
  }

  private static int index(boolean patient) {
    return patient ? 1 : 0;
  }
}
