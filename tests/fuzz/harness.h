// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <span>
#include <stdexcept>
#include <string_view>

namespace ccad::fuzz {

/// Thrown where what came out of a reader is not what its header promises. libFuzzer takes it for a
/// crash, the replay test for a failure.
class BrokenPromise : public std::logic_error
{
public:
    using std::logic_error::logic_error;
};

/// `promise`: a clause on what has to hold.
void expect(bool holds, const char* promise);

/// The message is what people are shown: a sentence. It may quote the input; what a terminal would
/// obey in it is taken out where it is printed.
void expectSentence(const Error& error);

/// Gives the bytes of an input to one of the program's readers, and holds what comes out against
/// what the reader promises, whatever the bytes are. Needs a QCoreApplication.
struct Harness
{
    const char* name;
    void (*run)(const QByteArray& input);
    bool isSlow = false; ///< starts processes or writes files: some ten inputs a second
};

/// All of them, in the order of docs/decisions/0048-fuzzing-by-promises.md.
[[nodiscard]] std::span<const Harness> harnesses();
/// Null for an unknown name.
[[nodiscard]] const Harness* findHarness(std::string_view name);

// Each in a file of its own name.
void readPictures(const QByteArray& input);
void compareParsers(const QByteArray& input);
void readTags(const QByteArray& input);
void readTables(const QByteArray& input);
void unpackArchives(const QByteArray& input);
void readWeightFiles(const QByteArray& input);
void readDocuments(const QByteArray& input);
void checkAnswers(const QByteArray& input);
void readJournals(const QByteArray& input);
void speakProtocol(const QByteArray& input);
void hearPeers(const QByteArray& input);

} // namespace ccad::fuzz
