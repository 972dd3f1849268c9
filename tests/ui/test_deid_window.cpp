// SPDX-License-Identifier: GPL-3.0-or-later
// Films are de-identified in the window: what is asked, what is looked at, and what is written.
#include "core/base/files.h"
#include "core/imaging/reading/reader.h"
#include "tests/core/deidentification/film_with_text.h"
#include "tests/support/disk_watch.h"
#include "tests/support/patience.h"
#include "tests/ui/training_fixtures.h"
#include "ui/deidentification/deid_window.h"
#include "ui/deidentification/internal/box_editor.h"
#include "ui/deidentification/internal/deid_text_page.h"
#include "ui/settings/settings.h"
#include "ui/widgets/sentence_list.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDirIterator>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

/// A small film of somebody.
QByteArray filmOf(const char* id, const char* uid)
{
    DicomSpec spec;
    spec.columns = 64;
    spec.rows = 48;
    spec.values = drawChest(spec.columns, spec.rows, 4095);
    spec.tags = [=](DcmDataset& dataset) {
        dataset.putAndInsertString(DCM_PatientName, "WONDERLAND^ALICE");
        dataset.putAndInsertString(DCM_PatientID, id);
        dataset.putAndInsertString(DCM_SOPInstanceUID, uid);
    };
    return writeDicom(spec);
}

/// Is every pixel of the box black?
bool isBlack(const Radiograph& film, const PixelBox& box)
{
    for (int row = box.top; row < box.bottom(); ++row)
        for (int column = box.left; column < box.right(); ++column)
            if ((*film.pixels)[std::size_t(row * film.columns + column)] != 0)
                return false;
    return true;
}

} // namespace

class TestDeidWindow : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void asksForFilmsAndFolders();
    void passphrasesHaveToAgree();
    void boxesAreBlankedAsConfirmed();
    void boxesMoveByTheKeyboard();
    void nobodyLooksWhereNobodyWantsTo();
    void anEarlierRunIsReplacedWhenAsked();
    void theMappingIsSealed();
    void aSearchCanBeCancelled();
    void theWindowAsksNoDisk();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    void put(const QString& name, const QByteArray& content) const
    {
        QVERIFY(writeFileAtomically(path(name), content).hasValue());
    }
    [[nodiscard]] QLineEdit& field(const char* name) const
    {
        return *m_window->findChild<QLineEdit*>(QLatin1String(name));
    }
    void choose(const QStringList& paths) const
    {
        m_window->addPaths(paths);
        field("deid-out").setText(path(u"out"_s));
    }
    /// Presses "Next" or "De-identify" and waits for what it starts.
    void goOn() const
    {
        QVERIFY2(m_window->nextButton().isEnabled(), qPrintable(m_window->sentence()));
        m_window->nextButton().click();
        QTRY_VERIFY(!m_window->isBusy());
    }
    [[nodiscard]] QStringList written() const
    {
        QStringList files;
        QDirIterator it(path(u"out"_s), QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            files << it.next();
        return files;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<DeidWindow> m_window;
};

void TestDeidWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(path(u"settings.ini"_s));
    m_window = std::make_unique<DeidWindow>(*m_settings);
    m_window->show();
}

void TestDeidWindow::cleanup()
{
    m_window.reset();
    m_settings.reset();
}

void TestDeidWindow::asksForFilmsAndFolders()
{
    QVERIFY(!firstWithoutName(m_window.get()));
    const QPushButton& next = m_window->nextButton();
    QVERIFY(!next.isEnabled());
    QVERIFY(m_window->sentence().contains(u"films"_s));
    m_window->addPaths({path(u"a.dcm"_s), path(u"a.dcm"_s)});
    QCOMPARE(m_window->findChild<QListWidget*>(u"deid-paths"_s)->count(), 1);
    QVERIFY(!next.isEnabled());
    field("deid-out").setText(u"out"_s);
    QVERIFY(!next.isEnabled()); // where that is, nobody knows
    field("deid-out").setText(path(u"out"_s));
    QVERIFY(next.isEnabled());
    field("deid-key").setText(path(u"out/key"_s));
    QVERIFY(!next.isEnabled());
    QVERIFY2(m_window->sentence().contains(u"given away"_s), qPrintable(m_window->sentence()));
}

void TestDeidWindow::passphrasesHaveToAgree()
{
    choose({path(u"a.dcm"_s)});
    const QPushButton& next = m_window->nextButton();
    QVERIFY(!field("deid-passphrase").isVisible());
    m_window->findChild<QComboBox*>(u"deid-mapping"_s)->setCurrentIndex(1);
    QVERIFY(field("deid-passphrase").isVisible());
    QVERIFY(!next.isEnabled());
    field("deid-mapping-file").setText(path(u"mapping"_s));
    field("deid-passphrase").setText(u"rabbit"_s);
    field("deid-passphrase-again").setText(u"rabbit"_s);
    QVERIFY(!next.isEnabled()); // too short
    field("deid-passphrase").setText(u"rabbit hole"_s);
    QVERIFY(!next.isEnabled());
    field("deid-passphrase-again").setText(u"rabbit hole"_s);
    QVERIFY(next.isEnabled());
    m_window->findChild<QComboBox*>(u"deid-mapping"_s)->setCurrentIndex(2);
    QVERIFY(!field("deid-passphrase").isVisible());
    QVERIFY(next.isEnabled());
}

void TestDeidWindow::boxesAreBlankedAsConfirmed()
{
    put(u"text.dcm"_s, filmWithText());
    choose({path(u"text.dcm"_s)});
    goOn();
    DeidTextPage& page = m_window->textPage();
    QCOMPARE(page.films().count(), 1);
    QCOMPARE(page.films().currentRow(), 0);
    QTRY_VERIFY(page.editor().hasFilm());
    const int found = page.boxes().count();
    QVERIFY(found >= 1);
    const PixelBox text = page.listed().begin()->front();

    // One more, drawn from (300, 400) to (400, 440) of the film.
    const QRectF wanted = page.editor().placeOf({300, 400, 100, 40});
    QTest::mousePress(&page.editor(), Qt::LeftButton, {}, wanted.topLeft().toPoint());
    QTest::mouseMove(&page.editor(), wanted.center().toPoint());
    QTest::mouseRelease(&page.editor(), Qt::LeftButton, {}, wanted.bottomRight().toPoint());
    QCOMPARE(page.boxes().count(), found + 1);
    const PixelBox drawn = page.listed().begin()->back();
    QVERIFY(std::abs(drawn.left - 300) < 4 && std::abs(drawn.bottom() - 440) < 4);
    // What was found is switched off.
    for (int i = 0; i < found; ++i)
        page.boxes().item(i)->setCheckState(Qt::Unchecked);
    QCOMPARE(page.listed().begin()->size(), std::size_t{1});

    goOn();
    const QString plan = m_window->plan().sentences().join(u'\n');
    QVERIFY2(plan.contains(u"Boxes that become black: 1,"_s), qPrintable(plan));
    QVERIFY(written().isEmpty());
    goOn();
    QCOMPARE(m_window->results().count(), 1);
    QCOMPARE(written().size(), 1);
    const auto film = readRadiograph(written().first());
    QVERIFY(film);
    QVERIFY(isBlack(*film, drawn));
    QVERIFY(!isBlack(*film, text));
}

void TestDeidWindow::boxesMoveByTheKeyboard()
{
    put(u"text.dcm"_s, filmWithText());
    choose({path(u"text.dcm"_s)});
    goOn();
    DeidTextPage& page = m_window->textPage();
    QTRY_VERIFY(page.editor().hasFilm());
    const PixelBox before = page.listed().begin()->front();
    page.boxes().setCurrentRow(0);
    QTest::keyClick(&page.editor(), Qt::Key_Down);
    QTest::keyClick(&page.editor(), Qt::Key_Right, Qt::ShiftModifier);
    const PixelBox after = page.listed().begin()->front();
    QCOMPARE(after.left, before.left);
    QVERIFY(after.top > before.top);
    QCOMPARE(after.height, before.height);
    QVERIFY(after.width > before.width);
    for (int i = 0; i < 500; ++i)
        QTest::keyClick(&page.editor(), Qt::Key_Left);
    QCOMPARE(page.listed().begin()->front().left, 0); // and no farther
}

void TestDeidWindow::nobodyLooksWhereNobodyWantsTo()
{
    put(u"text.dcm"_s, filmWithText());
    choose({path(u"text.dcm"_s)});
    m_window->findChild<QCheckBox*>(u"deid-text"_s)->setChecked(false);
    goOn();
    const QString plan = m_window->plan().sentences().join(u'\n');
    QVERIFY2(plan.contains(u"Nobody looks at the pixels"_s), qPrintable(plan));
    goOn();
    QCOMPARE(written().size(), 1);
}

void TestDeidWindow::anEarlierRunIsReplacedWhenAsked()
{
    put(u"a.dcm"_s, filmOf("MRN4711", "1.2.1"));
    choose({path(u"a.dcm"_s)});
    m_window->findChild<QCheckBox*>(u"deid-text"_s)->setChecked(false);
    field("deid-key").setText(path(u"key"_s)); // the same names another time
    auto* replace = m_window->findChild<QCheckBox*>(u"deid-replace"_s);
    QVERIFY(!replace->isChecked());
    const auto runAgain = [this] {
        while (m_window->backButton().isVisible())
            m_window->backButton().click();
        goOn();
        const QString plan = m_window->plan().sentences().join(u'\n');
        goOn();
        return plan;
    };
    runAgain();
    const QStringList first = written();
    QCOMPARE(first.size(), 1);
    QVERIFY(writeFileAtomically(first.front(), "of an earlier run").hasValue());

    QVERIFY(!runAgain().contains(u"are replaced"_s));
    QVERIFY2(m_window->results().item(0)->text().contains(u"is there already"_s),
             qPrintable(m_window->results().item(0)->text()));
    QCOMPARE(*readFile(first.front(), 1 << 20), QByteArray("of an earlier run"));

    m_window->backButton().click();
    replace->setChecked(true);
    QVERIFY(runAgain().contains(u"are replaced"_s));
    QCOMPARE(written(), first);
    QVERIFY(readRadiograph(first.front()).hasValue());
}

void TestDeidWindow::theMappingIsSealed()
{
    put(u"a.dcm"_s, filmOf("MRN4711", "1.2.1"));
    choose({path(u"a.dcm"_s)});
    m_window->findChild<QComboBox*>(u"deid-mapping"_s)->setCurrentIndex(1);
    field("deid-mapping-file").setText(path(u"mapping"_s));
    field("deid-passphrase").setText(u"rabbit hole"_s);
    field("deid-passphrase-again").setText(u"rabbit hole"_s);
    for (int i = 0; i < 3; ++i)
        goOn();
    QCOMPARE(written().size(), 1);
    const auto sealedMapping = readFile(path(u"mapping"_s), 1 << 20);
    QVERIFY(sealedMapping);
    QVERIFY(!sealedMapping->contains("MRN4711"));
    const auto mapping = opened(*sealedMapping, "rabbit hole");
    QVERIFY(mapping);
    QVERIFY(mapping->contains("MRN4711"));
}

void TestDeidWindow::aSearchCanBeCancelled()
{
    QVERIFY(QDir().mkpath(path(u"many"_s)));
    for (int i = 0; i < 200; ++i)
        put(u"many/%1.dcm"_s.arg(i), filmOf("1", qPrintable(u"1.2.%1"_s.arg(i + 1))));
    choose({path(u"many"_s)});
    m_window->nextButton().click();
    QVERIFY(m_window->isBusy());
    m_window->reject();
    QTRY_VERIFY(!m_window->isBusy());
    QVERIFY(m_window->isVisible());
    QVERIFY2(m_window->sentence().contains(u"cancelled"_s), qPrintable(m_window->sentence()));
    m_window->backButton().click();
    QVERIFY(m_window->nextButton().isEnabled());
    m_window->reject();
    QVERIFY(!m_window->isVisible());
}

void TestDeidWindow::theWindowAsksNoDisk()
{
    put(u"text.dcm"_s, filmWithText());
    const DiskWatch watch(m_folder->path());
    choose({path(u"text.dcm"_s)});
    goOn();
    QTRY_VERIFY(m_window->textPage().editor().hasFilm());
    goOn();
    goOn();
    QCOMPARE(m_window->results().count(), 1);
    VERIFY_UNTOUCHED(watch);
}

QTEST_MAIN(TestDeidWindow)
#include "test_deid_window.moc"
