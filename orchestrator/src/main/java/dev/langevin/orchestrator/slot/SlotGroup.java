package dev.langevin.orchestrator.slot;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Slots of one kind.
 *
 * @param topic where their work comes from; its name is the share group's too
 * @param count how many there are
 * @param tasks makes a task of a record
 * @param missing what tasks need and is not there at present
 */
public record SlotGroup(String topic, int count, Tasks tasks, Supplier<Optional<String>> missing) {
  /** Makes a task of a record. */
  public interface Tasks {
    /**
     * A task that has not begun.
     *
     * @param deliveries how often the record has been delivered, from 1
     * @throws InvalidProtocolBufferException if the record can't be read
     * @throws IllegalArgumentException if nothing can be done with it
     */
    Task of(byte[] record, int deliveries) throws InvalidProtocolBufferException;
  }
}
