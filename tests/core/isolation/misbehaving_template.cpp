// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for ccad-decoder as a template whose children misbehave: what a child does with a file
// depends on the file's name.
#include "core/isolation/internal/answer_content.h"
#include "core/isolation/internal/forked_child.h"
#include "core/isolation/internal/service_wire.h"

#include <QFile>
#include <QFileInfo>

#include <array>
#include <csignal>
#include <cstring>
#include <functional>
#include <map>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::isolation;

namespace {

constexpr int side = 64;

ReducedRadiograph goodPicture()
{
    ReducedRadiograph picture;
    Radiograph& radiograph = picture.radiograph;
    radiograph.columns = radiograph.rows = picture.columns = picture.rows = side;
    radiograph.bits = bitDepth<8>;
    radiograph.initialVoi = VoiWindow{100, 200, VoiFunction::Linear, {}};
    radiograph.pixels = std::make_shared<std::vector<std::uint16_t>>(side * side, 200);
    OverlayPlane plane;
    plane.group = 0x6000;
    plane.columns = plane.rows = side;
    plane.bits = std::make_shared<std::vector<std::uint8_t>>(side * side / 8, 1);
    radiograph.planes.push_back(plane);
    return picture;
}

void endBadly(const QString& how, const QString& path, const AnswerWriter& writer)
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    for (const int fatal : {SIGSEGV, SIGABRT})
        std::signal(fatal, SIG_DFL); // a sanitizer has handlers of its own
    const std::map<QString, int> signals{
        {u"crash"_s, SIGSEGV}, {u"killed"_s, SIGKILL}, {u"forbidden"_s, SIGSYS}};
    if (const auto end = signals.find(how); end != signals.end())
        raise(end->second);
    if (how == u"killed once" && QFile::remove(path))
        raise(SIGKILL);
    if (how == u"exit")
        _exit(3);
    if (how == u"swallow") {
        *writer.outOfMemory() = 1;
        raise(SIGABRT);
    }
    if (how == u"mute")
        close(socketFd);
    if (how == u"hang" || how == u"mute")
        while (true)
            pause();
    if (how == u"shrink" && ftruncate(memoryFd, 0) == 0)
        _exit(99);
    if (how == u"short packet")
        (void)sendPacket("short", 5);
}

/// The lie, told in a packet that is right but for it.
Told told(const QString& lie, AnswerWriter& writer)
{
    ReducedRadiograph picture = goodPicture();
    auto pixels = *picture.radiograph.pixels;
    if (lie == u"lie pixel") {
        pixels.back() = 256;
        picture.radiograph.pixels = std::make_shared<std::vector<std::uint16_t>>(pixels);
    }
    if (lie == u"lie columns")
        picture.radiograph.columns = 1 << 27;
    if (lie == u"lie reduction")
        picture.reduction = 0;
    if (lie == u"lie hash")
        picture.pictureSha256 = u"1234"_s;
    if (lie == u"lie plane")
        picture.radiograph.planes.front().rows = 65535;
    if (lie == u"lie group")
        picture.radiograph.planes.front().group = 0x5000;
    Told answer;
    answer.outcome = Outcome::Content;
    (void)put(writer, picture);
    answer.headBytes = writer.headBytes();
    answer.bulkBytes = writer.bulkBytes();
    const std::map<QString, std::function<void()>> lies{
        {u"lie magic"_s, [&] { answer.magic = 1; }},
        {u"lie outcome"_s, [&] { answer.outcome = static_cast<Outcome>(77); }},
        {u"lie head"_s, [&] { answer.headBytes = ~quint64{0}; }},
        {u"lie no head"_s, [&] { answer.headBytes = 0; }},
        {u"lie bulk"_s, [&] { answer.bulkBytes = RoomPlan(answerRoomBytes).bulkRoom + 1; }},
        {u"lie all bulk"_s, [&] { answer.bulkBytes = RoomPlan(answerRoomBytes).bulkRoom; }},
        {u"lie no bulk"_s, [&] { answer.bulkBytes = 0; }},
        {u"lie failure"_s, [&] { answer.outcome = Outcome::Failure; }},
        {u"unconfined"_s, [&] { answer.outcome = Outcome::Unconfined; }},
    };
    if (const auto known = lies.find(lie); known != lies.end())
        known->second();
    return answer;
}

int serveOne(const QString& path, const std::vector<OwnedFd>& files)
{
    if (!arrange(files))
        return 2;
    auto writer = AnswerWriter::attach(memoryFd);
    if (!writer)
        return 2;
    const QString name = QFileInfo(path).fileName();
    endBadly(name, path, *writer);
    const Told answer = told(name, *writer);
    return sendPacket(&answer, sizeof(answer)) ? 0 : 2;
}

} // namespace

int main()
{
    Setup setup;
    if (receivePacket(&setup, sizeof(setup)).bytes != sizeof(setup)
        || !endWithParent(setup.parentPid))
        return 2;
    const Hello hello;
    if (!sendPacket(&hello, sizeof(hello)))
        return 0;
    std::array<char, sizeof(Job) + maxPathBytes> room{};
    while (true) {
        const Packet packet = receivePacket(room.data(), room.size());
        if (packet.bytes <= 0)
            return 0;
        Job job;
        std::memcpy(&job, room.data(), sizeof(job));
        const QString path = QString::fromUtf8(room.data() + sizeof(job), qsizetype(job.pathBytes));
        if (QFileInfo(path).fileName() == u"template dies once" && QFile::remove(path))
            return 1;
        Forked forked;
        forked.pid = forkForParent();
        if (forked.pid == 0)
            _exit(serveOne(path, packet.files));
        if (!sendPacket(&forked, sizeof(forked)))
            return 0;
    }
}
