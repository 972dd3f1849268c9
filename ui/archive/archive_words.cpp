// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/archive_words.h"

#include "ui/archive/internal/archive_runs.h"
#include "ui/jobs/shown_path.h"
#include "ui/words/patient_text.h"

#include <QCoreApplication>
#include <QDate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text, qsizetype count = -1)
{
    return QCoreApplication::translate("ArchiveWords", text, nullptr, int(count));
}

bool isWeb(const Node& node)
{
    return node.protocol == NodeProtocol::DicomWeb;
}

/// Where the archive lies, as far as a user can check it.
QString addressOf(const Node& node)
{
    return isWeb(node) ? node.url : u"%1:%2"_s.arg(node.host).arg(node.port);
}

QString adviceOn(const Error& error, const Node& node)
{
    switch (error.code) {
    case ErrorCode::NetworkFailed:
        return isWeb(node)
            ? tr("Check that the archive runs, and the URL %1 under Edit.").arg(node.url)
            : tr("Check that the archive runs at %1, that its AE title is %2, and that it knows "
                 "%3.")
                  .arg(addressOf(node), QString::fromUtf8(node.calledAet),
                       QString::fromUtf8(node.callingAet));
    case ErrorCode::TimedOut:
        return tr("Try again; if it stays so, ask who runs %1.").arg(addressOf(node));
    case ErrorCode::Refused:
        return isWeb(node) && node.tls.isUsed ? tr("Check user, password and certificate.")
                                              : tr("Check the node under Edit.");
    case ErrorCode::TooLarge:
        return tr("Ask for less at a time.");
    case ErrorCode::WriteFailed:
        return tr("Make room on the disk, then try again.");
    case ErrorCode::FileNotFound:
    case ErrorCode::FileUnreadable:
    case ErrorCode::InvalidArgument:
        return tr("Correct the node under Edit.");
    default:
        return {};
    }
}

} // namespace

QString nodeText(const Node& node)
{
    const QString kind = isWeb(node) ? tr("DICOMweb") : tr("DICOM");
    const QString safety = node.tls.isUsed ? tr("%1 with TLS").arg(kind) : kind;
    return isWeb(node)
        ? u"%1, %2"_s.arg(node.url, safety)
        : tr("%1 at %2, %3").arg(QString::fromUtf8(node.calledAet), addressOf(node), safety);
}

QString failureText(const Error& error, const Node& node)
{
    const QString advice = adviceOn(error, node);
    return advice.isEmpty() ? error.message : error.message + u' ' + advice;
}

QString echoText(const Node& node, const Result<void>& answer)
{
    if (answer)
        return isWeb(node)
            ? tr("%1 answers: it lets CCAD in and serves queries by DICOMweb.").arg(node.name)
            : tr("%1 answers: %2 at %3 knows %4.")
                  .arg(node.name, QString::fromUtf8(node.calledAet), addressOf(node),
                       QString::fromUtf8(node.callingAet));
    return tr("%1 does not answer as it should. %2")
        .arg(node.name, failureText(answer.error(), node));
}

QString foundText(const QueryAnswer& answer)
{
    if (answer.isCut)
        return tr("There are more than %1 studies; narrow the query. These are the first that "
                  "came.")
            .arg(answer.matches.size());
    return answer.matches.empty() ? QString() : tr("Studies: %1").arg(answer.matches.size());
}

QString retrievingText(const ArchiveStep& step, const QString& node)
{
    return step.total > 0
        ? tr("Retrieving from %1: %2 of %3").arg(node).arg(step.done).arg(step.total)
        : tr("Retrieving from %1: %2").arg(node).arg(step.done);
}

QString retrievedText(const Retrieved& retrieved, const QString& node)
{
    const bool isCancelled = retrieved.stop && retrieved.stop->code == ErrorCode::Cancelled;
    QStringList sentences;
    if (isCancelled)
        sentences << tr("The retrieval was cancelled.");
    if (!retrieved.files.isEmpty())
        sentences << tr("%n file(s) came from %1.", retrieved.files.size()).arg(node);
    else if (!isCancelled)
        sentences << tr("Nothing came from %1.").arg(node);
    if (retrieved.failed > 0)
        sentences << tr("%n object(s) did not come. %1", retrieved.failed)
                         .arg(retrieved.problems.join(u' '));
    return sentences.join(u' ');
}

QString sendingText(const ArchiveStep& step)
{
    return tr("Sending: %1 of %2").arg(step.done).arg(step.total);
}

QString sentText(const std::vector<SentFile>& sent)
{
    const auto taken
        = std::ranges::count_if(sent, [](const SentFile& file) { return !file.problem; });
    const auto refused = qsizetype(sent.size()) - taken;
    const QString text = tr("Taken by the archive: %1 of %2.").arg(taken).arg(sent.size());
    return refused == 0 ? text : tr("%1 Refused: %2.").arg(text).arg(refused);
}

QString sendingFailedText(const Error& error)
{
    return error.code == ErrorCode::Cancelled
        ? tr("Sending was cancelled. What the archive had taken by then stays there.")
        : error.message;
}

QStringList refusedLines(const std::vector<SentFile>& sent, bool hidden)
{
    QStringList lines;
    int number = 0;
    for (const SentFile& file : sent) {
        ++number;
        const QString said = file.problem ? file.problem->message : file.warning;
        if (said.isEmpty())
            continue;
        const QString title = studyTitle(shownPathOf(file.file), number, hidden);
        lines << u"%1: %2"_s.arg(title, withoutPath(said, file.file, title, hidden));
    }
    return lines;
}

QString dateText(const QString& date)
{
    const QDate parsed = QDate::fromString(date, u"yyyyMMdd"_s);
    return parsed.isValid() ? parsed.toString(Qt::ISODate) : date;
}

} // namespace ccad
