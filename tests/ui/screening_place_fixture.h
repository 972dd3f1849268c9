// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/patience.h"
#include "tests/ui/screening_fixtures.h"
#include "tests/ui/training_fixtures.h"
#include "tests/ui/ui_fixtures.h"
#include "ui/screening/internal/batch_files.h"
#include "ui/screening/internal/export_menu.h"
#include "ui/screening/internal/progress_strip.h"
#include "ui/screening/internal/reader_bar.h"
#include "ui/screening/internal/training_sender.h"
#include "ui/screening/internal/worklist_filter_bar.h"
#include "ui/screening/internal/worklist_model.h"
#include "ui/screening/internal/worklist_panel.h"
#include "ui/screening/internal/worklist_view.h"
#include "ui/screening/screening_place.h"
#include "ui/settings/settings.h"
#include "ui/widgets/message_bar.h"

#include <QComboBox>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// The place of screening on real journals; what judges the files is a stand-in.
class ScreeningPlaceFixture
{
protected:
    TrainingHome m_home; ///< its small model judges nothing here, but a batch has to have one
    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<StudyLoader> m_loader;
    std::unique_ptr<ScreeningPlace> m_place;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    QString writeFiles(const QString& folder, int count) const
    {
        QDir().mkpath(path(folder));
        for (int i = 1; i <= count; ++i) {
            QFile file(path(folder) + u"/study%1.bin"_s.arg(i, 4, 10, QChar(u'0')));
            if (!file.open(QIODevice::WriteOnly) || file.write("x") != 1)
                qFatal("cannot write a file for the test");
        }
        return path(folder);
    }

    void openPlace(const ScreeningRun::Screen& screen = FakeScreen())
    {
        m_place.reset(); // first: it writes its settings
        m_place = std::make_unique<ScreeningPlace>(*m_settings, *m_loader, screen);
        m_place->resize(1200, 760);
        m_place->show();
        QVERIFY(QTest::qWaitForWindowActive(m_place.get(), test::patienceMs));
    }

    /// A batch of so many files that is done.
    void openBatch(int files)
    {
        const QString journal = path(u"%1.journal"_s.arg(files));
        if (!QFile::exists(journal))
            fillJournal(journal, files);
        openPlace();
        m_place->openBatch(journal);
        QTRY_COMPARE(model().rowCount(), files);
        QTRY_COMPARE(worklist().state().counts.total, qint64(files));
        view().setFocus();
        QTRY_VERIFY(view().hasFocus());
    }

    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& file : paths)
            urls << QUrl::fromLocalFile(file);
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton,
                              Qt::NoModifier);
        QCoreApplication::sendEvent(m_place.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_place.get(), &event);
    }

    WorklistPanel& worklist() { return m_place->worklist(); }
    WorklistModel& model() { return worklist().model(); }
    WorklistView& view() { return worklist().view(); }
    ScreeningRun& run() { return m_place->run(); }
    [[nodiscard]] QString message() { return m_place->messageBar().text(); }

    ScreenedStudy inJournal(qint64 number)
    {
        const auto journal = Journal::open(worklist().journal());
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        return *(*journal)->study(number);
    }

    /// Files that are done, as the journal has it, whatever is on screen yet.
    qint64 doneInJournal()
    {
        const auto journal = Journal::open(worklist().journal());
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message));
        return (*journal)->counts()->done();
    }

    QString exported(WorklistFormat format, const QString& name, const QList<qint64>& numbers = {})
    {
        QSignalSpy written(&m_place->exportMenu(), &ExportMenu::written);
        QSignalSpy failed(&m_place->exportMenu(), &ExportMenu::failed);
        m_place->exportMenu().write(format, path(name), numbers);
        [&] { QTRY_VERIFY(written.count() + failed.count() > 0); }();
        return written.isEmpty() ? QString() : written.first().first().toString();
    }

    static QByteArray contentOf(const QString& file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    void loadModel()
    {
        m_loader = std::make_unique<StudyLoader>();
        m_loader->loadModel(m_home.base);
        QTRY_VERIFY(m_loader->classifier());
    }

    void freshSettings()
    {
        m_settings.reset(); // lets go of what it remembers of the file
        QFile::remove(path(u"settings.ini"_s));
        m_settings = std::make_unique<Settings>(path(u"settings.ini"_s));
    }
};

} // namespace ccad::test
