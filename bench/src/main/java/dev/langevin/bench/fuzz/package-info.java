/**
 * {@code langevin bench fuzz}: damaged inputs for everything that parses. A target is fed with its
 * seeds and with inputs made of them, all of them a function of {@code --seed}; each must be used,
 * or refused with an error for a person, in bounded time and memory. Afterwards services serve as
 * before, and threads, buffers and open files are as many as before. What native libraries make of
 * damaged files is their own: no session of ONNX Runtime is made of one. The library of tokenizers
 * is fed, for it is what reads {@code tokenizer.json}; should it end the process, the input is in
 * {@code bench/target/fuzz/last-TARGET}.
 */
package dev.langevin.bench.fuzz;
