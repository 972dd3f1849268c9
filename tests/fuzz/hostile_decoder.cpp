// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks the decoder's protocol as a file tells it to: see hostile_script.h.
#include "core/isolation/internal/shared_region.h"
#include "tests/fuzz/hostile_script.h"
#include "tests/fuzz/input_reader.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstring>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ccad;
using namespace ccad::isolation;
using namespace ccad::fuzz;

namespace {

void endBy(int signal)
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    std::signal(signal, SIG_DFL); // a sanitizer has handlers of its own
    raise(signal);
}

void writeInput(const SharedRegion& region, quint16 half)
{
    const quint32 bits = quint32{half} << 16 | half;
    float value = 0;
    std::memcpy(&value, &bits, sizeof(value));
    std::fill_n(region.input(), protocolSide * protocolSide, value);
}

void answerWith(quint32 number, std::string_view fields)
{
    Answer answer;
    constexpr std::size_t fixed = offsetof(Answer, kind);
    std::memcpy(reinterpret_cast<char*>(&answer) + fixed, fields.data(),
                std::min(fields.size(), sizeof(answer) - fixed));
    answer.number = number;
    send(socketFd, &answer, sizeof(answer), 0);
}

void act(InputReader& script, quint32 number, const SharedRegion& region)
{
    constexpr std::array signals = {SIGSEGV, SIGABRT, SIGKILL, SIGBUS, SIGFPE, SIGSYS};
    switch (static_cast<HostileAct>(script.choice(hostileActs))) {
    case HostileAct::WriteFacts: {
        const std::string_view facts = script.block();
        std::copy(facts.begin(), facts.end(), region.facts());
        break;
    }
    case HostileAct::WriteInput:
        writeInput(region, script.word());
        break;
    case HostileAct::NoteNoMemory:
        *region.outOfMemory() = 1;
        break;
    case HostileAct::Answer:
        answerWith(number, script.block());
        break;
    case HostileAct::Packet: {
        const std::string_view packet = script.block();
        send(socketFd, packet.data(), packet.size(), 0);
        break;
    }
    case HostileAct::Exit:
        _exit(script.byte());
    case HostileAct::Signal:
        endBy(signals[static_cast<std::size_t>(script.choice(static_cast<int>(signals.size())))]);
        break;
    case HostileAct::Wait:
        while (true)
            pause();
    }
}

/// The script that lies where the request's path says.
QByteArray scriptOf(const char* packet, quint32 pathBytes)
{
    QFile file(QString::fromUtf8(packet + sizeof(Request), static_cast<qsizetype>(pathBytes)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Claims every layer of confinement that there is, so that the parent goes on.
bool sayHello()
{
    Hello hello;
    std::array<quint32, sizeof(Hello) / sizeof(quint32)> words{};
    std::memcpy(words.data(), &hello, sizeof(hello));
    constexpr std::size_t magicAndVersion = 2;
    std::fill(words.begin() + magicAndVersion, words.end(), 1);
    std::memcpy(static_cast<void*>(&hello), words.data(), sizeof(hello));
    return send(socketFd, &hello, sizeof(hello), 0) == sizeof(hello);
}

} // namespace

int main()
{
    Setup setup;
    if (recv(socketFd, &setup, sizeof(setup), 0) != sizeof(setup))
        return 2;
    const auto region = SharedRegion::attach(OwnedFd(memoryFd), protocolSide);
    if (!region || !sayHello())
        return 2;
    std::array<char, sizeof(Request) + maxPathBytes> packet{};
    if (recv(socketFd, packet.data(), packet.size(), 0) <= 0)
        return 0;
    Request request;
    std::memcpy(&request, packet.data(), sizeof(request));
    const QByteArray content = scriptOf(packet.data(), request.pathBytes);
    InputReader script(content);
    while (!script.atEnd())
        act(script, request.number, *region);
    return 0;
}
