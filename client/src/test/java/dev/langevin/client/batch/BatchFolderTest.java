package dev.langevin.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.CommandException;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.BatchResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFolderTest {
  @TempDir Path home;

  @Test
  void open_again_isTheSameBatch() {
    BatchFolder first = BatchFolder.open(home.resolve("out"), "abc");
    first.belongsTo("b1");

    BatchFolder second = BatchFolder.open(home.resolve("out"), "abc");

    assertThat(second.requestId()).isEqualTo(first.requestId());
    assertThat(second.batch()).isEqualTo("b1");
  }

  @Test
  void open_folderOfAnotherFile_isRefused() {
    BatchFolder.open(home, "abc");

    assertThatThrownBy(() -> BatchFolder.open(home, "def"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("holds the results of another file");
  }

  @Test
  void open_damagedNote_isRefused() throws Exception {
    Files.writeString(home.resolve(".langevin-batch.json"), "{\"sha256\": 7");

    assertThatThrownBy(() -> BatchFolder.open(home, "abc"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("delete it to begin anew");
  }

  @Test
  void forget_nextOne_beginsAnew() {
    BatchFolder first = BatchFolder.open(home, "abc");
    first.forget();

    assertThat(BatchFolder.open(home, "def").requestId()).isNotEqualTo(first.requestId());
  }

  @Test
  void picture_isNamedByLineAndCustomId() {
    BatchFolder folder = BatchFolder.open(home, "abc");
    Artifact second = Artifact.newBuilder().setIndex(1).build();

    assertThat(folder.picture(result("7", 7, 1), Artifact.getDefaultInstance()))
        .isEqualTo(home.resolve("000007.png"));
    assertThat(folder.picture(result("../A boat!", 7, 2), second))
        .isEqualTo(home.resolve("000007-a-boat-2.png"));
  }

  private static BatchResult result(String customId, int line, int artifacts) {
    BatchResult.Builder result = BatchResult.newBuilder().setLine(line).setCustomId(customId);
    for (int i = 0; i < artifacts; i++) {
      result.addArtifacts(Artifact.newBuilder().setIndex(i));
    }
    return result.build();
  }
}
