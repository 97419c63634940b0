package dev.langevin.client.batch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.client.CommandException;
import dev.langevin.client.output.FileNames;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.BatchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The folder of a batch's results. It notes which batch it belongs to before anything is sent, so
 * that the same command finds the same batch again, whatever was cut off.
 */
public final class BatchFolder {
  private static final String STATE = ".langevin-batch.json";

  private final Path folder;
  private final String sha256;
  private final String requestId;
  private String batch;

  private BatchFolder(Path folder, String sha256, String requestId, String batch) {
    this.folder = folder;
    this.sha256 = sha256;
    this.requestId = requestId;
    this.batch = batch;
  }

  /**
   * Opens the folder, and makes it if there is none.
   *
   * @param sha256 of the expanded file
   * @throws CommandException if it is the folder of another file, or can't be written
   */
  public static BatchFolder open(Path folder, String sha256) {
    Path state = folder.resolve(STATE);
    try {
      Files.createDirectories(folder);
      if (Files.exists(state)) {
        JsonObject known = JsonParser.parseString(Files.readString(state)).getAsJsonObject();
        if (!known.get("sha256").getAsString().equals(sha256)) {
          throw CommandException.file(
              "--output", folder, "holds the results of another file; name another folder");
        }
        return new BatchFolder(
            folder,
            sha256,
            known.get("request_id").getAsString(),
            known.get("batch").getAsString());
      }
      BatchFolder opened = new BatchFolder(folder, sha256, "cli-" + UUID.randomUUID(), "");
      opened.write();
      return opened;
    } catch (IOException e) {
      throw CommandException.file(
          "--output", folder, "can't be written: " + CommandException.reason(e));
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw CommandException.file("--output", state, "can't be read; delete it to begin anew");
    }
  }

  /** What the batch is created with, always the same. */
  public String requestId() {
    return requestId;
  }

  /** The batch's id; empty before the server has told it. */
  public String batch() {
    return batch;
  }

  /** The server has told the batch's id. */
  public void belongsTo(String id) {
    batch = id;
    try {
      write();
    } catch (IOException e) {
      throw CommandException.failed(folder + " can't be written: " + CommandException.reason(e), e);
    }
  }

  /** Nobody knows of it any more: the next one begins anew. */
  public void forget() {
    try {
      Files.deleteIfExists(folder.resolve(STATE));
    } catch (IOException e) {
      throw CommandException.failed(folder + " can't be written: " + CommandException.reason(e), e);
    }
  }

  /** A file in the folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Where a picture goes: by the line's number, and its custom_id for people. */
  public Path picture(BatchResult result, Artifact artifact) {
    String number = "%06d".formatted(result.getLine());
    String named =
        result.getCustomId().equals(Integer.toString(result.getLine()))
            ? number
            : number + "-" + FileNames.stem(result.getCustomId());
    String index = result.getArtifactsCount() > 1 ? "-" + (artifact.getIndex() + 1) : "";
    return folder.resolve(named + index + ".png");
  }

  /** Whether a picture is there already: files get their names only when they are whole. */
  public boolean has(Path picture, Artifact artifact) {
    try {
      return Files.exists(picture) && Files.size(picture) == artifact.getSizeBytes();
    } catch (IOException e) {
      return false; // it is fetched again, and says why that can't be
    }
  }

  private void write() throws IOException {
    JsonObject state = new JsonObject();
    state.addProperty("sha256", sha256);
    state.addProperty("request_id", requestId);
    state.addProperty("batch", batch);
    Path draft = Files.createTempFile(folder, ".langevin", ".part");
    Files.writeString(draft, state + "\n");
    Files.move(
        draft,
        folder.resolve(STATE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
