// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/harness.h"

#include <algorithm>
#include <array>

namespace ccad::fuzz {

namespace {

constexpr std::array all = {
    Harness{"pictures", &readPictures},
    Harness{"parsers", &compareParsers},
    Harness{"tags", &readTags},
    Harness{"tables", &readTables},
    Harness{"archives", &unpackArchives},
    Harness{"weights", &readWeightFiles},
    Harness{"documents", &readDocuments},
    Harness{"answers", &checkAnswers},
    Harness{"journals", &readJournals, true},
    Harness{"protocol", &speakProtocol, true},
    Harness{"network", &hearPeers},
};

} // namespace

void expect(bool holds, const char* promise)
{
    if (!holds)
        throw BrokenPromise(promise);
}

void expectSentence(const Error& error)
{
    const QString& message = error.message;
    expect(!message.isEmpty(), "an error has a message");
    expect(message.endsWith(u'.') || message.endsWith(u'?'), "a message is a sentence");
}

std::span<const Harness> harnesses()
{
    return all;
}

const Harness* findHarness(std::string_view name)
{
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const Harness& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace ccad::fuzz
