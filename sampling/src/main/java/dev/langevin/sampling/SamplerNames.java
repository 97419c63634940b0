package dev.langevin.sampling;

import dev.langevin.sampling.config.SchedulerClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which scheduler class and which keys a sampler's name stands for. */
final class SamplerNames {
  private static final String LU_2022 = "Lu et al. 2022, DPM-Solver++, algorithm 2";

  /** A sampler, and the keys that its name writes over the model's configuration. */
  record Entry(SamplerInfo info, SchedulerClass type, Map<String, Object> keys) {}

  /** A name, resolved: the sampler, a suffix such as {@code _karras} or "", and both's keys. */
  record Resolved(Entry entry, String suffix, Map<String, Object> keys) {
    /** Our name for it. */
    String canonical() {
      return entry.info().name() + suffix;
    }
  }

  /** In a fixed order, so that the nearest of several names is always the same. */
  private static final SortedMap<String, String> SUFFIXES =
      new TreeMap<>(
          Map.of(
              "_karras", "use_karras_sigmas",
              "_exponential", "use_exponential_sigmas",
              "_beta", "use_beta_sigmas",
              "_lu", "use_lu_lambdas"));

  static final List<Entry> ENTRIES =
      List.of(
          entry("ddpm", SchedulerClass.DDPM, Map.of(), "Ho et al. 2020, eq. 7", 1, 1, true),
          entry("ddim", SchedulerClass.DDIM, Map.of(), "Song et al. 2021, eq. 12", 1, 1, false),
          entry(
              "pndm",
              SchedulerClass.PNDM,
              Map.of(),
              "Liu et al. 2022, eq. 11 to 14",
              4,
              1,
              false,
              "plms",
              "k_plms"),
          entry("lms", SchedulerClass.LMS, Map.of(), "Crowson, k-diffusion", 4, 1, false, "k_lms"),
          entry(
              "euler",
              SchedulerClass.EULER,
              Map.of(),
              "Karras et al. 2022, algorithm 2",
              1,
              1,
              false,
              "k_euler"),
          entry(
              "euler_ancestral",
              SchedulerClass.EULER_ANCESTRAL,
              Map.of(),
              "Crowson, k-diffusion",
              1,
              1,
              true,
              "euler_a",
              "k_euler_a",
              "k_euler_ancestral"),
          entry(
              "heun",
              SchedulerClass.HEUN,
              Map.of(),
              "Karras et al. 2022, algorithm 2",
              2,
              2,
              false,
              "k_heun"),
          entry(
              "dpm2",
              SchedulerClass.DPM2,
              Map.of(),
              "Crowson, k-diffusion",
              2,
              2,
              false,
              "dpm_2",
              "k_dpm_2"),
          entry(
              "dpm2_ancestral",
              SchedulerClass.DPM2_ANCESTRAL,
              Map.of(),
              "Crowson, k-diffusion",
              2,
              2,
              true,
              "dpm2_a",
              "dpm_2_ancestral",
              "k_dpm_2_a",
              "k_dpm_2_ancestral"),
          entry(
              "dpmpp_2m",
              SchedulerClass.DPM_MULTISTEP,
              dpm(2, "dpmsolver++"),
              LU_2022,
              2,
              1,
              false,
              "k_dpmpp_2m"),
          entry(
              "dpmpp_2m_sde",
              SchedulerClass.DPM_MULTISTEP,
              dpm(2, "sde-dpmsolver++"),
              "Lu et al. 2022, SDE-DPM-Solver++",
              2,
              1,
              true,
              "k_dpmpp_2m_sde"),
          entry(
              "dpmpp_3m",
              SchedulerClass.DPM_MULTISTEP,
              dpm(3, "dpmsolver++"),
              LU_2022,
              3,
              1,
              false,
              "k_dpmpp_3m"),
          entry(
              "dpmpp_3m_sde",
              SchedulerClass.DPM_MULTISTEP,
              dpm(3, "sde-dpmsolver++"),
              "Lu et al. 2022, SDE-DPM-Solver++",
              3,
              1,
              true,
              "k_dpmpp_3m_sde"),
          entry(
              "dpmpp_2s",
              SchedulerClass.DPM_SINGLESTEP,
              dpm(2, "dpmsolver++"),
              "Lu et al. 2022, DPM-Solver++, algorithm 1",
              2,
              1,
              false,
              "k_dpmpp_2s"),
          entry(
              "dpmpp_3s",
              SchedulerClass.DPM_SINGLESTEP,
              dpm(3, "dpmsolver++"),
              "Lu et al. 2022, DPM-Solver, algorithm 2",
              3,
              1,
              false),
          entry(
              "deis", SchedulerClass.DEIS, Map.of(), "Zhang and Chen 2023, section 3", 2, 1, false),
          entry(
              "unipc",
              SchedulerClass.UNIPC,
              Map.of(),
              "Zhao et al. 2023, algorithms 1 and 2",
              2,
              1,
              false,
              "uni_pc",
              "uni_pc_bh2"),
          entry(
              "sa_solver",
              SchedulerClass.SA_SOLVER,
              Map.of("algorithm_type", "data_prediction"),
              "Xue et al. 2023, algorithm 1",
              2,
              1,
              true),
          entry("lcm", SchedulerClass.LCM, Map.of(), "Luo et al. 2023, algorithm 3", 1, 1, true),
          entry("tcd", SchedulerClass.TCD, Map.of(), "Zheng et al. 2024, algorithm 4", 1, 1, true),
          entry("ipndm", SchedulerClass.IPNDM, Map.of(), "Zhang and Chen 2023", 4, 1, false),
          entry(
              "flow_euler",
              SchedulerClass.FLOW_EULER,
              Map.of(),
              "Lipman et al. 2023, Esser et al. 2024",
              1,
              1,
              false,
              "flow_match_euler"),
          entry(
              "flow_heun",
              SchedulerClass.FLOW_HEUN,
              Map.of(),
              "Lipman et al. 2023, Karras et al. 2022",
              2,
              2,
              false,
              "flow_match_heun"),
          entry(
              "edm_euler",
              SchedulerClass.EDM_EULER,
              Map.of(),
              "Karras et al. 2022, algorithm 2",
              1,
              1,
              false),
          entry(
              "edm_dpmpp_2m",
              SchedulerClass.EDM_DPM_MULTISTEP,
              dpm(2, "dpmsolver++"),
              LU_2022,
              2,
              1,
              false),
          entry(
              "score_sde_vp",
              SchedulerClass.SCORE_SDE_VP,
              Map.of(),
              "Song et al. 2021, score-based SDEs, eq. 11",
              1,
              1,
              true),
          entry(
              "score_sde_ve",
              SchedulerClass.SCORE_SDE_VE,
              Map.of(),
              "Song et al. 2021, score-based SDEs, algorithm 4",
              1,
              2,
              true));

  private SamplerNames() {}

  /** Resolves a name of ours, a class name, or an alias. */
  static Resolved resolve(String name) {
    Optional<SchedulerClass> type = SchedulerClass.find(name);
    Optional<Entry> first = type.flatMap(SamplerNames::first);
    if (first.isPresent()) {
      return new Resolved(first.get(), "", Map.of());
    }
    String wanted = normalised(name);
    for (Entry entry : ENTRIES) {
      if (called(entry, wanted)) {
        return new Resolved(entry, "", entry.keys());
      }
      for (Map.Entry<String, String> suffix : SUFFIXES.entrySet()) {
        boolean takes = entry.type().defaults().containsKey(suffix.getValue());
        if (takes && wanted.endsWith(suffix.getKey()) && called(entry, cut(wanted, suffix))) {
          Map<String, Object> keys = new LinkedHashMap<>(entry.keys());
          keys.put(suffix.getValue(), true);
          return new Resolved(entry, suffix.getKey(), keys);
        }
      }
    }
    List<String> names = ENTRIES.stream().map(e -> e.info().name()).toList();
    throw SamplingException.unknownName("sampler", name, names, nearest(wanted));
  }

  /** The first sampler of a class: what its class name alone is listed as; none for inversion. */
  static Optional<Entry> first(SchedulerClass type) {
    return ENTRIES.stream().filter(e -> e.type() == type).findFirst();
  }

  private static boolean called(Entry entry, String name) {
    return entry.info().name().equals(name) || entry.info().aliases().contains(name);
  }

  private static String cut(String name, Map.Entry<String, String> suffix) {
    return name.substring(0, name.length() - suffix.getKey().length());
  }

  /** "DPM++ 2M Karras" and "dpm-pp 2m karras" are dpmpp_2m_karras; "Euler a" is euler_a. */
  private static String normalised(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT).replace("++", "pp");
    return lower.replace("dpm-pp", "dpmpp").replaceAll("[\\s-]+", "_");
  }

  private static String nearest(String name) {
    String best = ENTRIES.get(0).info().name();
    int least = Integer.MAX_VALUE;
    for (Entry entry : ENTRIES) {
      for (String each : spellings(entry)) {
        int distance = EditDistance.between(name, each);
        if (distance < least) {
          least = distance;
          best = each;
        }
      }
    }
    return best;
  }

  /** Its names and aliases, and those with the suffixes that its class takes. */
  private static List<String> spellings(Entry entry) {
    List<String> spellings = new ArrayList<>(List.of(entry.info().name()));
    spellings.addAll(entry.info().aliases());
    for (String bare : List.copyOf(spellings)) {
      SUFFIXES.forEach(
          (suffix, key) -> {
            if (entry.type().defaults().containsKey(key)) {
              spellings.add(bare + suffix);
            }
          });
    }
    return spellings;
  }

  private static Map<String, Object> dpm(int order, String algorithm) {
    return Map.of("solver_order", order, "algorithm_type", algorithm);
  }

  private static Entry entry(
      String name,
      SchedulerClass type,
      Map<String, Object> keys,
      String paper,
      int order,
      int evaluations,
      boolean stochastic,
      String... aliases) {
    SamplerInfo info =
        new SamplerInfo(
            name, type.className(), List.of(aliases), paper, order, evaluations, stochastic);
    return new Entry(info, type, keys);
  }
}
