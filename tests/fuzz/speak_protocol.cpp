// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of what passes between a program and its decoder. The first byte of an input says which
// end is tried.
#include "core/isolation/decoder.h"
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/child_process.h"
#include "tests/fuzz/harness.h"
#include "tests/fuzz/hostile_script.h"
#include "tests/fuzz/input_file.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/radiograph_promises.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <csignal>
#include <cstring>

#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad::fuzz {

namespace {

using namespace isolation;

PreprocessSpec protocolSpec()
{
    PreprocessSpec spec;
    spec.inputSize = protocolSide;
    return spec;
}

/// The parent's end: whatever the child does, the file costs a sentence at most.
void meetHostileChild(const QByteArray& script)
{
    constexpr int timeMs = 300;
    const QString path = emptyFolder().pathOf("script");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(script) != script.size())
        qFatal("Cannot write %s", qPrintable(path));
    file.close();
    DecoderLimits limits;
    limits.timeMs = timeMs;
    Decoder decoder(QStringLiteral(CCAD_HOSTILE_DECODER), protocolSpec(), limits);
    const auto study = decoder.decode(path);
    if (study)
        expectFacts(study->facts);
    else
        expect(!study.error().message.isEmpty(), "an error has a message");
}

Setup setUp()
{
    Setup setup;
    setup.parentPid = getpid();
    setup.memoryBytes = qint64{1} << 30;
    setup.timeMs = 2000;
    const QByteArray spec = QJsonDocument(toJson(protocolSpec())).toJson(QJsonDocument::Compact);
    std::memcpy(setup.spec, spec.constData(),
                std::min<std::size_t>(static_cast<std::size_t>(spec.size()), specRoom - 1));
    return setup;
}

bool sendSetup(const ChildProcess& child, InputReader& reader)
{
    if (reader.choice(4) != 0) {
        const Setup setup = setUp();
        return child.send(&setup, sizeof(setup));
    }
    Setup changed = setUp();
    changed.magic ^= static_cast<quint32>(reader.byte());
    changed.version ^= static_cast<quint32>(reader.byte());
    const std::string_view spec = reader.block().substr(0, specRoom);
    std::copy(spec.begin(), spec.end(), changed.spec);
    const bool isCut = reader.choice(2) != 0;
    return child.send(&changed, isCut ? reader.word() % sizeof(changed) : sizeof(changed));
}

QByteArray requestOf(InputReader& reader)
{
    const bool isWhole = reader.choice(4) != 0;
    const std::string_view path = reader.block();
    if (!isWhole)
        return {path.data(), static_cast<qsizetype>(path.size())};
    const Request request{reader.word(), static_cast<quint32>(path.size())};
    return QByteArray(reinterpret_cast<const char*>(&request), sizeof(request))
        + QByteArray(path.data(), static_cast<qsizetype>(path.size()));
}

/// The child's end: whatever the parent says, it answers or leaves.
void meetHostileParent(InputReader& reader)
{
    constexpr int startMs = 30000;
    constexpr int answerMs = 20000;
    const auto region = SharedRegion::create(protocolSide);
    const auto child = region ? ChildProcess::start(decoderProgram(), region->fd())
                              : Error{ErrorCode::Internal, u"no memory"_s, {}};
    if (!child)
        qFatal("Cannot start the decoder: %s", qPrintable(child.error().message));
    Hello hello;
    bool goesOn = sendSetup(**child, reader)
        && (*child)->receive(&hello, sizeof(hello), startMs, {}) == Heard::Packet;
    for (int requests = 1 + reader.choice(4); goesOn && requests > 0; --requests) {
        const QByteArray request = requestOf(reader);
        const std::string_view content = reader.block();
        const InputFile file(QByteArray(content.data(), static_cast<qsizetype>(content.size())));
        goesOn = (*child)->send(request.constData(), static_cast<std::size_t>(request.size()),
                                reader.choice(4) != 0 ? file.descriptor() : -1);
        Answer answer;
        goesOn
            = goesOn && (*child)->receive(&answer, sizeof(answer), answerMs, {}) == Heard::Packet;
        if (goesOn)
            expect(checkAnswer(answer, answer.number, *region, protocolSpec()).nonsense.isEmpty(),
                   "a decoder answers nothing that makes no sense");
    }
    const auto ended = (*child)->waitForEnd(goesOn ? 0 : answerMs);
    expect(goesOn || ended, "a decoder answers or leaves");
    expect(!ended || !WIFSIGNALED(*ended), "a decoder does not crash over what it is asked");
}

} // namespace

void speakProtocol(const QByteArray& input)
{
    InputReader reader(input);
    if (reader.byte() % 2 == 0)
        meetHostileChild(reader.rest());
    else
        meetHostileParent(reader);
}

} // namespace ccad::fuzz
