// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/forgetting/forget.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <variant>

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage
    = u"ccad-cli forget [--json]                         shows what CCAD keeps\n"
      "       ccad-cli forget --all [--dry-run]                forgets all that is about patients\n"
      "       ccad-cli forget KIND... [--dry-run]              forgets some of it\n"
      "       ccad-cli forget [KIND...] --older-than DAYS      forgets what was changed before\n"
      "       ccad-cli forget [KIND...] --patient ID-OR-NAME   forgets one patient"_s;

constexpr int mostDays = 100'000;

struct Options
{
    ForgetRequest request;
    bool shows = false; ///< nothing was chosen
    bool json = false;
};

QString kindsText()
{
    QStringList words;
    for (const KeptKind kind : forgettableKinds())
        words << QString::fromLatin1(keptStore(kind).word);
    return words.join(u", "_s);
}

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

/// Reads the kinds; a sentence on the first word that is none.
QString takeKinds(const QStringList& words, std::vector<KeptKind>& kinds)
{
    for (const QString& word : words) {
        const auto kind = keptKindOf(word);
        if (!kind)
            return u"\"%1\" is nothing that CCAD keeps. It keeps: %2."_s.arg(word, kindsText());
        if (!keptStore(*kind).isForgotten)
            return u"\"%1\" is not about patients and stays. %2"_s.arg(
                word, QString::fromUtf8(keptStore(*kind).emptiedBy));
        if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end())
            kinds.push_back(*kind);
    }
    return {};
}

QJsonObject jsonOf(const Forgotten& store, bool isTrial)
{
    const KeptStore& row = keptStore(store.kind);
    return {{u"kind"_s, QString::fromLatin1(row.word)},
            {u"title"_s, QString::fromUtf8(row.title)},
            {u"holds"_s, QString::fromUtf8(row.holds)},
            {u"about_patients"_s, row.isAboutPatients},
            {u"place"_s, keptPlace(store.kind)},
            {u"items"_s, store.items},
            {u"bytes"_s, store.bytes},
            {u"removed"_s, !isTrial},
            {u"problems"_s, QJsonArray::fromStringList(store.problems)}};
}

void printStore(const Forgotten& store, const Options& options)
{
    const KeptStore& row = keptStore(store.kind);
    if (options.json) {
        printJson(jsonOf(store, options.shows || options.request.isTrial));
        return;
    }
    printLine(u"%1  %2  %3  %4"_s.arg(QString::fromLatin1(row.word).leftJustified(12),
                                      QString::number(store.items).rightJustified(6),
                                      sizeText(store.bytes).rightJustified(10),
                                      QString::fromUtf8(row.title)));
    if (options.shows) {
        printLine(u"    %1"_s.arg(QString::fromUtf8(row.holds)));
        printLine(u"    %1"_s.arg(keptPlace(store.kind)));
    }
}

int show(const Options& options)
{
    for (const Forgotten& store : keptNow(interruptToken()))
        printStore(store, options);
    if (!options.json)
        printMessage(
            u"Worklists, reports, overlays, copies for training and exported models lie where you "
            "wrote them, and are yours to remove. ccad-cli forget --help says how to empty the "
            "stores."_s);
    return AllDone;
}

int run(const Options& options)
{
    const auto done = forget(options.request, interruptToken());
    int status = interruptToken().isCancelled() ? Interrupted : AllDone;
    for (const Forgotten& store : done) {
        printStore(store, options);
        for (const QString& problem : store.problems) {
            printMessage(onOneLine(problem));
            status = std::max(status, static_cast<int>(SomeFailed));
        }
    }
    if (options.request.isTrial)
        printMessage(u"Nothing was removed."_s);
    else if (status == AllDone)
        printMessage(u"A window of CCAD that is open keeps what is on its screen, and writes its "
                     "list of studies again when it is closed."_s);
    return status;
}

/// The options, or the status with which the program ends.
std::variant<int, Options> parsed(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Shows and empties what CCAD keeps by itself. KIND is one of: %1."_s.arg(kindsText()));
    const QCommandLineOption all(u"all"_s, u"All of it; models and settings stay."_s);
    const QCommandLineOption older(
        u"older-than"_s,
        u"Only what was changed last more than DAYS days ago. Recent files, which have no time, "
        "and the key of the pseudonyms stay."_s,
        u"DAYS"_s);
    const QCommandLineOption patient(
        u"patient"_s,
        u"Only what is about this patient: rows of batches, notes on these films, lists that name "
        "them. What can be computed again goes as a whole."_s,
        u"ID-OR-NAME"_s);
    const QCommandLineOption dryRun(u"dry-run"_s, u"Removes nothing, says what would go."_s);
    const QCommandLineOption json(u"json"_s, u"One JSON object a store."_s);
    parser.addOptions({all, older, patient, dryRun, json});
    parser.addPositionalArgument(u"KIND"_s, u"What to forget."_s, u"[KIND...]"_s);
    if (const auto status = parse(parser, arguments, usage))
        return *status;

    Options options;
    options.json = parser.isSet(json);
    options.request.isTrial = parser.isSet(dryRun);
    if (const QString wrong = takeKinds(parser.positionalArguments(), options.request.kinds);
        !wrong.isEmpty())
        return wrongUsage(wrong, usage);
    const bool isNarrowed = parser.isSet(older) || parser.isSet(patient);
    if (parser.isSet(all) && (isNarrowed || !options.request.kinds.empty()))
        return wrongUsage(u"--all leaves nothing to choose."_s, usage);
    if (parser.isSet(older) && parser.isSet(patient))
        return wrongUsage(u"Choose by age or by patient."_s, usage);
    options.shows = !parser.isSet(all) && !isNarrowed && options.request.kinds.empty();
    if (options.shows && options.request.isTrial)
        return wrongUsage(u"--dry-run needs to know what is to be forgotten."_s, usage);
    if (options.request.kinds.empty())
        options.request.kinds = forgettableKinds();
    if (parser.isSet(patient)) {
        options.request.patient = parser.value(patient).simplified();
        if (options.request.patient.isEmpty())
            return wrongUsage(u"--patient needs an ID or a name."_s, usage);
    }
    if (parser.isSet(older)) {
        bool isNumber = false;
        const int days = parser.value(older).toInt(&isNumber);
        if (!isNumber || days < 0 || days > mostDays)
            return wrongUsage(u"--older-than needs a number of days."_s, usage);
        options.request.before = QDateTime::currentDateTime().addDays(-days);
    }
    return options;
}

} // namespace

int forgetCommand(const QStringList& arguments)
{
    const auto result = parsed(arguments);
    if (const int* status = std::get_if<int>(&result))
        return *status;
    const auto& options = std::get<Options>(result);
    return options.shows ? show(options) : run(options);
}

} // namespace ccad::cli
