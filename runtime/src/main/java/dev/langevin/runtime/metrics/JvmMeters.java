package dev.langevin.runtime.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the JVM tells of itself, by the names that Prometheus's own libraries use, so that common
 * dashboards show it. Asked when somebody wants to know, and counted by nobody in between.
 */
final class JvmMeters {
  private static final double MILLIS = 1e-3;
  private static final double NANOS = 1e-9;

  private JvmMeters() {}

  static List<MetricSnapshot> snapshots() {
    List<MetricSnapshot> all = new ArrayList<>();
    memory(all);
    collection(all);
    threads(all);
    process(all);
    return all;
  }

  private static void memory(List<MetricSnapshot> all) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage rest = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    all.add(
        gauge(
            "jvm_memory_used_bytes",
            "memory that is used",
            "area",
            Map.of("heap", (double) heap.getUsed(), "nonheap", (double) rest.getUsed())));
    all.add(
        gauge(
            "jvm_memory_committed_bytes",
            "memory that the system has given",
            "area",
            Map.of("heap", (double) heap.getCommitted(), "nonheap", (double) rest.getCommitted())));
    all.add(
        gauge(
            "jvm_memory_max_bytes",
            "memory that may be used; -1 for any amount",
            "area",
            Map.of("heap", (double) heap.getMax(), "nonheap", (double) rest.getMax())));
    Map<String, Double> pools = new LinkedHashMap<>();
    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
        .forEach(pool -> pools.merge(pool.getName(), (double) pool.getMemoryUsed(), Double::sum));
    all.add(gauge("jvm_buffer_pool_used_bytes", "memory of direct buffers", "pool", pools));
  }

  private static void collection(List<MetricSnapshot> all) {
    SummarySnapshot.Builder collections =
        SummarySnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("garbage collections, and the time they took");
    for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections.dataPoint(
          SummarySnapshot.SummaryDataPointSnapshot.builder()
              .labels(Labels.of("gc", one.getName()))
              .count(Math.max(0, one.getCollectionCount()))
              .sum(Math.max(0, one.getCollectionTime()) * MILLIS)
              .build());
    }
    all.add(collections.build());
  }

  private static void threads(List<MetricSnapshot> all) {
    var threads = ManagementFactory.getThreadMXBean();
    all.add(gauge("jvm_threads_current", "platform threads", threads.getThreadCount()));
    all.add(gauge("jvm_threads_peak", "the most there were", threads.getPeakThreadCount()));
  }

  private static void process(List<MetricSnapshot> all) {
    all.add(
        gauge(
            "process_start_time_seconds",
            "when it began, since 1970",
            ManagementFactory.getRuntimeMXBean().getStartTime() * MILLIS));
    var system = ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof com.sun.management.OperatingSystemMXBean process) {
      all.add(
          counter(
              "process_cpu_seconds",
              "time of processors",
              Math.max(0, process.getProcessCpuTime()) * NANOS));
    }
    if (system instanceof com.sun.management.UnixOperatingSystemMXBean process) {
      all.add(gauge("process_open_fds", "open files", process.getOpenFileDescriptorCount()));
      all.add(gauge("process_max_fds", "files that may be", process.getMaxFileDescriptorCount()));
    }
  }

  private static MetricSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static MetricSnapshot gauge(
      String name, String help, String label, Map<String, Double> values) {
    GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (key, value) ->
            snapshot.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of(label, key))
                    .value(value)
                    .build()));
    return snapshot.build();
  }

  private static MetricSnapshot counter(String name, String help, double value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
