// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks the decoder's protocol and breaks it: what it does with a file depends on the file's name.
#include "core/isolation/internal/answer_check.h"
#include "core/isolation/internal/facts_json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <cmath>
#include <csignal>
#include <cstring>
#include <functional>
#include <limits>
#include <map>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::isolation;

namespace {

Radiograph plainFacts()
{
    Radiograph facts;
    facts.columns = 64;
    facts.rows = 64;
    facts.initialVoi = VoiWindow{100, 200, VoiFunction::Linear, {}};
    facts.sopInstanceUid = u"1.2.3"_s;
    return facts;
}

class Misbehaving
{
public:
    Misbehaving(int inputSize, const SharedRegion& region)
        : m_inputSize(inputSize), m_region(region)
    {
    }

    void serve(quint32 number, const QString& path);

private:
    void putJson(Answer& answer, const QJsonObject& json) const
    {
        const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
        std::copy(text.begin(), text.end(), m_region.facts());
        answer.factsBytes = static_cast<quint32>(text.size());
    }
    void putFacts(Answer& answer, const QJsonObject& facts,
                  const QString& identity = u"uid:1.2.3 "_s + QString(64, u'0')) const
    {
        putJson(answer, {{u"facts"_s, facts}, {u"identity"_s, identity}});
    }
    [[nodiscard]] Answer good(quint32 number) const;
    void endBadly(const QString& how, const QString& path) const;
    void lie(const QString& about, Answer& answer) const;
    void lieAboutFacts(const QString& about, Answer& answer) const;
    void tell(Answer& answer, const QString& words) const
    {
        answer.kind = AnswerKind::Failure;
        putJson(answer,
                QJsonDocument::fromJson(failureJson({ErrorCode::Unsupported, words, {}})).object());
    }

    int m_inputSize;
    const SharedRegion& m_region;
};

Answer Misbehaving::good(quint32 number) const
{
    Answer answer;
    answer.number = number;
    answer.kind = AnswerKind::Study;
    answer.thumbnailWidth = thumbnailSide;
    answer.thumbnailHeight = thumbnailSide;
    answer.imageWidth = m_inputSize;
    answer.imageHeight = m_inputSize;
    std::fill_n(m_region.input(), m_inputSize * m_inputSize, 0.25F);
    std::fill_n(m_region.thumbnail(), thumbnailSide * thumbnailSide, std::uint8_t{7});
    putFacts(answer, factsToJson(plainFacts()));
    return answer;
}

void Misbehaving::endBadly(const QString& how, const QString& path) const
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    for (const int fatal : {SIGSEGV, SIGABRT})
        std::signal(fatal, SIG_DFL); // a sanitizer has handlers of its own
    if (how == u"crash")
        raise(SIGSEGV);
    if (how == u"abort")
        raise(SIGABRT);
    if (how == u"exit")
        _exit(3);
    if (how == u"killed")
        raise(SIGKILL);
    if (how == u"killed once" && QFile::remove(path))
        raise(SIGKILL);
    if (how == u"swallow") {
        *m_region.outOfMemory() = 1;
        raise(SIGABRT);
    }
    if (how == u"forbidden")
        raise(SIGSYS);
    if (how == u"mute")
        close(socketFd);
    if (how == u"hang" || how == u"mute")
        while (true)
            pause();
    if (how == u"shrink") // a parent that read behind the end would die of it
        if (ftruncate(memoryFd, 0) == 0)
            _exit(99);
    if (how == u"short packet")
        send(socketFd, "short", 5, 0);
    if (how == u"long packet")
        send(socketFd, std::array<char, 5000>{}.data(), 5000, 0);
}

void Misbehaving::lie(const QString& about, Answer& answer) const
{
    const std::map<QString, std::function<void()>> lies{
        {"magic", [&] { answer.magic = 1; }},
        {"number", [&] { ++answer.number; }},
        {"kind", [&] { answer.kind = static_cast<AnswerKind>(77); }},
        {"no facts", [&] { answer.factsBytes = 0; }},
        {"many facts", [&] { answer.factsBytes = 0xFFFFFFFF; }},
        {"facts to the end", [&] { answer.factsBytes = static_cast<quint32>(factsRoom); }},
        {"thumbnail size", [&] { answer.thumbnailWidth = 1 << 30; }},
        {"negative thumbnail", [&] { answer.thumbnailHeight = -96; }},
        {"small thumbnail", [&] { answer.thumbnailWidth = answer.thumbnailHeight = 95; }},
        {"rectangle", [&] { answer.imageLeft = 1; }},
        {"rectangle nan", [&] { answer.imageTop = std::nan(""); }},
        {"time", [&] { answer.decodeMs = -1; }},
        {"time nan", [&] { answer.preprocessMs = std::nan(""); }},
        {"input nan", [&] { m_region.input()[17] = std::nanf(""); }},
        {"input infinite", [&] { m_region.input()[17] = std::numeric_limits<float>::infinity(); }},
    };
    if (const auto known = lies.find(about); known != lies.end())
        return known->second();
    lieAboutFacts(about, answer);
}

void Misbehaving::lieAboutFacts(const QString& about, Answer& answer) const
{
    const QJsonObject right = factsToJson(plainFacts());
    const auto wrongFact = [&](const char* key, const QJsonValue& value) {
        QJsonObject facts = right;
        facts[QLatin1String(key)] = value;
        putFacts(answer, facts);
    };
    const auto wrongFailure = [&](const QJsonObject& failure) {
        answer.kind = AnswerKind::Failure;
        putJson(answer, failure);
    };
    const auto codeOf
        = [](ErrorCode code) { return std::pair(u"code"_s, QJsonValue(static_cast<int>(code))); };
    const std::pair message(u"message"_s, QJsonValue(about));
    const std::map<QString, std::function<void()>> lies{
        {"identity", [&] { putFacts(answer, right, u"sha256:1234"_s); }},
        {"long identity", [&] { putFacts(answer, right, u"uid:"_s + QString(5000, u'1')); }},
        {"identity of another",
         [&] { putFacts(answer, right, u"uid:1.2.4 "_s + QString(64, u'0')); }},
        {"identity without a picture", [&] { putFacts(answer, right, u"uid:1.2.3"_s); }},
        {"columns", [&] { wrongFact("columns", 1e300); }},
        {"rows", [&] { wrongFact("rows", -4); }},
        {"view", [&] { wrongFact("view", 5); }},
        {"name", [&] { wrongFact("patient_name", QJsonArray{1}); }},
        {"code",
         [&] {
             wrongFailure({{u"code"_s, 9999}, message});
         }},
        {"code of another kind",
         [&] {
             wrongFailure({codeOf(ErrorCode::WriteFailed), message});
         }},
        {"no message", [&] { wrongFailure({codeOf(ErrorCode::FileBroken)}); }},
    };
    lies.at(about)();
}

void Misbehaving::serve(quint32 number, const QString& path)
{
    const QString name = QFileInfo(path).fileName();
    endBadly(name, path);
    Answer answer = good(number);
    if (name.startsWith(u"lie "))
        lie(name.mid(4), answer);
    if (name == u"descriptors")
        tell(answer,
             QDir(u"/proc/self/fd"_s)
                 .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                 .join(u' '));
    if (name == u"answer twice")
        send(socketFd, &answer, sizeof(answer), 0);
    send(socketFd, &answer, sizeof(answer), 0);
}

} // namespace

int main()
{
    Setup setup;
    if (recv(socketFd, &setup, sizeof(setup), 0) != sizeof(setup))
        return 2;
    Hello hello;
    // Each start takes one of these files away, and is stopped as by somebody's SIGSTOP.
    const QDir stops(qEnvironmentVariable("CCAD_TEST_STOPS", u"/nowhere"_s));
    if (const QStringList left = stops.entryList(QDir::Files); !left.isEmpty())
        if (QFile::remove(stops.filePath(left.front())))
            raise(SIGSTOP);
    if (qEnvironmentVariableIsSet("CCAD_TEST_OTHER_VERSION"))
        ++hello.version;
    const QByteArray without = qgetenv("CCAD_TEST_WITHOUT");
    hello.noNewPrivileges = without != "no new privileges" ? 1 : 0;
    hello.limits = without != "limits" ? 1 : 0;
    hello.landlock = without != "landlock" ? 1 : 0;
    hello.seccomp = without != "seccomp" ? 1 : 0;
    const int inputSize
        = QJsonDocument::fromJson(QByteArray(setup.spec)).object()[u"input_size"_s].toInt();
    const auto region = SharedRegion::attach(OwnedFd(memoryFd), inputSize);
    if (!region || send(socketFd, &hello, sizeof(hello), 0) != sizeof(hello))
        return 2;
    Misbehaving child(inputSize, *region);
    std::array<char, sizeof(Request) + maxPathBytes> packet{};
    while (recv(socketFd, packet.data(), packet.size(), 0) > 0) {
        Request request;
        std::memcpy(&request, packet.data(), sizeof(request));
        child.serve(request.number,
                    QString::fromUtf8(packet.data() + sizeof(request), request.pathBytes));
    }
    return 0;
}
