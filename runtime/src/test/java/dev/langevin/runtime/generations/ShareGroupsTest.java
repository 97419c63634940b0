package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Priority;
import org.junit.jupiter.api.Test;

class ShareGroupsTest {
  private static final String TOPIC = Topics.work("a-pool", Priority.PRIORITY_BATCH);

  @Test
  void instance_ofAClientId_isTheOneThatMadeIt() {
    String instance = ShareGroups.instance();
    assertThat(instance).contains("-" + ProcessHandle.current().pid() + "-");
    assertThat(ShareGroups.instance(ShareGroups.client(instance, TOPIC, 12), TOPIC))
        .isEqualTo(instance);
    assertThat(ShareGroups.instance()).isNotEqualTo(instance);
  }

  @Test
  void instance_ofAnotherClient_isItsId() {
    assertThat(ShareGroups.instance("consumer-1", TOPIC)).isEqualTo("consumer-1");
    assertThat(ShareGroups.instance("orchestrator-x-other-0", TOPIC))
        .isEqualTo("orchestrator-x-other-0");
  }
}
