// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_names.h"
#include "core/base/neutral_locale.h"
#include "core/base/temporary_folder.h"
#include "core/base/user_folders.h"
#include "core/isolation/decoding_service.h"
#include "ui/model/model_library.h"
#include "ui/settings/settings.h"
#include "ui/study/study_loader.h"
#include "ui/viewer/review_place.h"
#include "ui/widgets/english_plurals.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCommandLineParser>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

struct Arguments
{
    QString modelDir; ///< empty: the one in use
    QStringList files;
};

Arguments parse(int argc, char* argv[])
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate(
        "main",
        "Opens chest X-rays, with what a neural network thinks of them.\n"
        "Research use only. Not for diagnosis."));
    const QCommandLineOption model(
        u"model"_s,
        QCoreApplication::translate("main", "The model package to ask instead of the one in use."),
        u"DIR"_s);
    parser.addOption(model);
    parser.addPositionalArgument(
        u"FILE"_s, QCoreApplication::translate("main", "Radiographs, or folders with radiographs."),
        u"[FILE...]"_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(ccad::programArguments(argc, argv));
    return {parser.value(model), parser.positionalArguments()};
}

/// Without one, Qt would abort the process, even for --version.
bool hasDisplay(int argc, char* argv[])
{
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(variable))
            return true;
    const auto isPlatform = [](const char* argument) { return !qstrcmp(argument, "-platform"); };
    return std::any_of(argv, argv + argc, isPlatform);
}

int sayThatThereIsNoDisplay(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationVersion(QStringLiteral(CCAD_VERSION));
    parse(argc, argv);
    std::fputs("There is no display to open a window on. \"ccad-cli predict FILE\" needs none.\n",
               stderr);
    return 1;
}

} // namespace

int main(int argc, char* argv[])
{
    ccad::keepFilesPrivate();
    if (!hasDisplay(argc, argv))
        return sayThatThereIsNoDisplay(argc, argv);
    QApplication application(argc, argv);
    ccad::useNeutralLocale();
    QApplication::setApplicationName(u"ccad"_s);
    QApplication::setApplicationDisplayName(u"CCAD"_s);
    QApplication::setApplicationVersion(QStringLiteral(CCAD_VERSION));
    QApplication::setDesktopFileName(u"ccad"_s);
    const Arguments arguments = parse(argc, argv);
    ccad::closeUserFolders();
    ccad::sweepTemporaryFolders();

    ccad::decoding().prepare(); // while the window is made

    ccad::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    ccad::Settings settings;
    ccad::StudyLoader loader;
    QApplication::setFont(ccad::interfaceFont());
    ccad::applyTheme(application, ccad::themeOf(settings.value(ccad::Setting::Theme).toString()));
    QApplication::setWindowIcon(ccad::themedIcon(u"ccad"_s));

    ccad::MainWindow window(settings, loader);
    window.show();
    if (arguments.modelDir.isEmpty())
        window.models().loadActive();
    else
        window.models().lookWith(arguments.modelDir);
    if (arguments.files.isEmpty())
        window.review().restoreSession();
    else
        window.open(arguments.files);
    return QApplication::exec();
}
