// SPDX-License-Identifier: GPL-3.0-or-later
// What CCAD keeps of a study that was looked at in the window, and that the settings forget it.
#include "core/forgetting/forget.h"
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"
#include "ui/preferences/internal/kept_page.h"
#include "ui/preferences/internal/kept_table.h"

#include <QAbstractItemModelTester>
#include <QAbstractButton>
#include <QDirIterator>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestKeptPage final : public QObject, private test::WindowFixture
{
    Q_OBJECT

    std::unique_ptr<KeptPage> m_page;

    template <typename Widget> [[nodiscard]] Widget* child(const char* name) const
    {
        for (Widget* found : m_page->findChildren<Widget*>())
            if (found->accessibleName() == QLatin1String(name))
                return found;
        qFatal("There is no %s", name);
    }

    /// Files of the stores that hold the word; the settings of the fixture lie elsewhere.
    [[nodiscard]] QStringList holding(const QByteArray& word) const
    {
        QStringList found;
        for (const KeptStore& store : keptStores()) {
            if (store.kind == KeptKind::Temporary)
                continue;
            const QString place = keptPlace(store.kind);
            QStringList paths;
            if (QFileInfo(place).isFile())
                paths << place;
            QDirIterator below(place, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (below.hasNext())
                paths << below.next();
            for (const QString& path : paths) {
                QFile file(path);
                if (file.open(QIODevice::ReadOnly) && file.readAll().contains(word))
                    found << path;
            }
        }
        return found;
    }

    void openPage()
    {
        m_page = std::make_unique<KeptPage>(*m_settings);
        m_page->show();
        QTRY_VERIFY(table().rowCount() > 0);
    }

    [[nodiscard]] KeptTable& table() const { return *m_page->findChild<KeptTable*>(); }

    void choose(KeptKind kind) const
    {
        for (int row = 0; row < table().rowCount(); ++row)
            if (table().store(row)->kind == kind)
                m_page->findChild<QTableView*>()->selectRow(row);
    }

    [[nodiscard]] qint64 items(KeptKind kind) const
    {
        for (int row = 0; row < table().rowCount(); ++row)
            if (table().store(row)->kind == kind)
                return table().store(row)->items;
        return -1;
    }

    void answer(const char* text) const
    {
        QMessageBox* box = nullptr;
        QTRY_VERIFY((box = m_page->findChild<QMessageBox*>()) != nullptr && box->isVisible());
        for (QAbstractButton* button : box->buttons())
            if (button->text().remove(QLatin1Char('&')) == QLatin1String(text))
                return button->click();
        QFAIL(text);
    }

private Q_SLOTS:
    void initTestCase()
    {
        writeModelOfThreeClasses();
        openWindow();
        const QString film = writePicture(u"Quillfeather_Ada.png"_s);
        m_window->open({film});
        QTRY_VERIFY(review().canvas().isOverlayShown());
        QTRY_COMPARE(review().notes().state(film), StudyNotes::State::Saved);
        review().setComment(film, u"nodule of Quillfeather"_s);
        QTRY_VERIFY(!holding("nodule of Quillfeather").isEmpty());
        m_window->close();
        QTRY_VERIFY(!m_window->isVisible());
        closeWindow();
    }

    void cleanupTestCase() { m_page.reset(); }

    void theTableIsAModel()
    {
        openPage();
        const QAbstractItemModelTester tester(&table());
        QCOMPARE(table().rowCount(), int(keptStores().size()));
        QVERIFY(items(KeptKind::Notes) >= 1);
        QVERIFY(items(KeptKind::Session) >= 1);
        choose(KeptKind::Models);
        QVERIFY(!child<QPushButton>("Forget")->isEnabled());
        choose(KeptKind::Notes);
        QVERIFY(child<QPushButton>("Forget")->isEnabled());
        QVERIFY(m_page->request(false).kinds == std::vector{KeptKind::Notes});
        QVERIFY(m_page->request(true).kinds == forgettableKinds());
        child<QSpinBox>("Age of what is forgotten")->setValue(7);
        QVERIFY(m_page->request(false).before.has_value());
        child<QLineEdit>("Patient who is forgotten, by ID or name")->setText(u" PAT 1 "_s);
        QCOMPARE(m_page->request(false).patient, u"PAT 1"_s);
        QVERIFY(!m_page->request(false).before.has_value());
    }

    void nothingGoesWithoutAQuestion()
    {
        openPage();
        choose(KeptKind::Session);
        child<QPushButton>("Forget")->click();
        answer("Cancel");
        QVERIFY(!holding("Quillfeather_Ada").isEmpty());
        QVERIFY(items(KeptKind::Session) >= 1);
    }

    void oneStoreIsEmptied()
    {
        openPage();
        choose(KeptKind::Session);
        QSignalSpy forgotten(m_page.get(), &KeptPage::forgotten);
        child<QPushButton>("Forget")->click();
        answer("Forget");
        QTRY_COMPARE(forgotten.count(), 1);
        QTRY_COMPARE(items(KeptKind::Session), qint64{0});
        QVERIFY(!holding("nodule of Quillfeather").isEmpty()); // the notes stay
    }

    void allAreEmptied()
    {
        openPage();
        m_settings->setValue(Setting::RecentFiles, QStringList{u"/day/Quillfeather_Ada.png"_s});
        m_settings->setValue(Setting::LastBatch, u"/day/Quillfeather.journal"_s);
        m_settings->setValue(Setting::LengthUnit, u"cm"_s);
        QSignalSpy forgotten(m_page.get(), &KeptPage::forgotten);
        child<QPushButton>("Forget All")->click();
        answer("Forget");
        QTRY_COMPARE(forgotten.count(), 1);
        QCOMPARE(holding("Quillfeather"), QStringList());
        QVERIFY(m_settings->value(Setting::RecentFiles).toStringList().isEmpty());
        QVERIFY(m_settings->value(Setting::LastBatch).toString().isEmpty());
        QCOMPARE(m_settings->value(Setting::LengthUnit).toString(), u"cm"_s);
        for (const KeptStore& store : keptStores())
            if (store.isForgotten && store.kind != KeptKind::Temporary)
                QTRY_COMPARE(items(store.kind), qint64{0});
    }
};

QTEST_MAIN(TestKeptPage)
#include "test_kept_page.moc"
