// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/isolation/decoding_service.h"
#include "core/results_reading/film_graphics.h"
#include "core/results_reading/object_text.h"

using namespace Qt::StringLiterals;

namespace ccad::cli {
namespace {

const QString usage = u"ccad-cli show FILE... [--film FILE] [--json]"_s;

/// What the object says of a film that was asked about.
struct OnFilm
{
    bool isDrawn = false;
    QString reason; ///< why not, or what is not shown of it: sentences
};

OnFilm onFilm(const Radiograph& film, const results::ReadObject& object)
{
    const auto drawn = results::graphicsOn(film, object);
    if (!drawn)
        return {false, drawn.error().message};
    return {true, drawn->notes.join(u' ')};
}

void print(const QString& file, const results::ReadObject& object,
           const std::optional<OnFilm>& film, bool isJson)
{
    if (isJson) {
        QJsonObject json = results::objectJson(object);
        json.insert(u"file"_s, file);
        if (film)
            json.insert(u"on_film"_s,
                        QJsonObject{{u"drawn"_s, film->isDrawn}, {u"reason"_s, film->reason}});
        printJson(json);
        return;
    }
    printLine(onOneLine(file));
    for (const QString& line : results::objectLines(object))
        printLine(u"  "_s + onOneLine(line));
    if (film)
        printLine(u"  "_s
                  + (film->isDrawn ? u"It belongs to the film. %1"_s.arg(film->reason).trimmed()
                                   : film->reason));
}

int show(const QStringList& files, const std::optional<Radiograph>& film, bool isJson)
{
    int status = AllDone;
    for (const QString& file : files) {
        if (interruptToken().isCancelled())
            return Interrupted;
        const auto object = results::readResultObject(file, interruptToken());
        if (!object) {
            printMessage(object.error().message);
            status = SomeFailed;
            continue;
        }
        const auto said = film ? std::optional(onFilm(*film, *object)) : std::nullopt;
        print(file, *object, said, isJson);
    }
    return status;
}

} // namespace

int showCommand(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Prints what DICOM structured reports, grey presentation states and parametric maps say, "
        "those of CCAD and of other programs."_s);
    const QCommandLineOption film(u"film"_s, u"Tells whether the objects belong to this film."_s,
                                  u"FILE"_s);
    const QCommandLineOption json(u"json"_s, u"One JSON object a line for each file."_s);
    parser.addOptions({film, json});
    if (const auto status = parse(parser, arguments, usage))
        return *status;
    if (parser.positionalArguments().isEmpty())
        return wrongUsage(u"No file is given."_s, usage);
    std::optional<Radiograph> radiograph;
    if (parser.isSet(film)) {
        auto read = decoding().radiograph(parser.value(film), interruptToken());
        if (!read)
            return failWith(read.error());
        radiograph = *std::move(read);
    }
    return show(parser.positionalArguments(), radiograph, parser.isSet(json));
}

} // namespace ccad::cli
