// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include "core/base/visible_text.h"

#include <QJsonDocument>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

void writeLine(std::FILE* stream, const QByteArray& line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

bool showsProgress()
{
    static const bool isTerminal = isatty(STDERR_FILENO) == 1;
    return isTerminal;
}

const CancelToken& token()
{
    static const CancelToken instance;
    return instance;
}

extern "C" void onInterrupt(int)
{
    token().cancel(); // a lock-free store, which a signal handler may do
}

} // namespace

QString onOneLine(QString text)
{
    return text.replace(u'\n', u' ').replace(u'\r', u' ');
}

void printLine(const QString& line)
{
    writeLine(stdout, visibleText(line).toUtf8());
}

void printJson(const QJsonObject& json)
{
    printJson(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

void printJson(const QByteArray& json)
{
    writeLine(stdout, visibleJson(json));
}

void printMessage(const QString& line)
{
    writeLine(stderr, visibleText(line).toUtf8());
}

void printIntendedUse()
{
    printMessage(u"Research use only. Not for diagnosis."_s);
}

int failWith(const Error& error)
{
    printMessage(error.message);
    if (error.code == ErrorCode::AlreadyExists)
        printMessage(u"Add --replace to replace it, or choose another name."_s);
    switch (error.code) {
    case ErrorCode::ModelMissing:
    case ErrorCode::ModelBroken:
        return ModelUnusable;
    case ErrorCode::InvalidArgument:
    case ErrorCode::AlreadyExists:
        return WrongUsage;
    case ErrorCode::Cancelled:
        return Interrupted;
    default:
        return SomeFailed;
    }
}

int wrongUsage(const QString& what, const QString& usage)
{
    printMessage(what);
    printMessage(u"Usage: %1"_s.arg(usage));
    return WrongUsage;
}

std::optional<int> parse(QCommandLineParser& parser, const QStringList& arguments,
                         const QString& usage)
{
    const QCommandLineOption help = parser.addHelpOption();
    // The parser expects a program's name first.
    if (!parser.parse(QStringList{u"ccad-cli"_s} + arguments))
        return wrongUsage(parser.errorText(), usage);
    if (!parser.isSet(help))
        return std::nullopt;
    const QString text = parser.helpText();
    // Its first line names no command.
    printLine(u"Usage: %1"_s.arg(usage) + text.mid(text.indexOf(u'\n')));
    return AllDone;
}

const CancelToken& interruptToken()
{
    static const bool isInstalled = [] {
        (void)token(); // made before the handler may need it
        struct sigaction action = {};
        action.sa_handler = onInterrupt;
        action.sa_flags = SA_RESETHAND;
        // A scheduler that takes the machine back says so by SIGTERM.
        return sigaction(SIGINT, &action, nullptr) == 0
            && sigaction(SIGTERM, &action, nullptr) == 0;
    }();
    (void)isInstalled;
    return token();
}

Progress terminalProgress()
{
    return [](qint64 done, qint64 total, const QString& what) {
        if (!showsProgress())
            return;
        const QString line
            = u"\r%1 of %2  %3\033[K"_s.arg(done).arg(total).arg(onOneLine(visibleText(what)));
        std::fputs(line.toUtf8().constData(), stderr);
        std::fflush(stderr);
    };
}

void endProgress()
{
    if (showsProgress())
        std::fputs("\r\033[K", stderr);
}

} // namespace ccad::cli
