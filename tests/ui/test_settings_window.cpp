// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patience.h"
#include "ui/preferences/internal/shortcut_model.h"
#include "ui/preferences/internal/shortcuts_page.h"
#include "ui/preferences/settings_window.h"
#include "ui/settings/settings.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestSettingsWindow final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Commands> m_commands;
    std::unique_ptr<SettingsWindow> m_window;

    template <typename Field> [[nodiscard]] Field* field(const char* name) const
    {
        for (Field* found : m_window->findChildren<Field*>())
            if (found->accessibleName() == QLatin1String(name))
                return found;
        qFatal("There is no %s", name);
    }

    [[nodiscard]] ShortcutsPage& shortcuts() const
    {
        return *m_window->findChild<ShortcutsPage*>();
    }

    /// Types a key into the field for a command's first key.
    void type(Command command, QKeySequence keys) const
    {
        shortcuts().select(command);
        auto* edit = field<QKeySequenceEdit>("Key of the command");
        const QKeyCombination stroke = keys[0];
        QTest::keyClick(edit, stroke.key(), stroke.keyboardModifiers());
    }

    [[nodiscard]] QString cell(Command command, int column) const
    {
        shortcuts().select(command);
        return shortcuts()
            .findChild<QTableView*>()
            ->currentIndex()
            .siblingAtColumn(column)
            .data()
            .toString();
    }

    [[nodiscard]] bool isSaid(const QString& words) const
    {
        for (const QLabel* label : m_window->findChildren<QLabel*>())
            if (label->isVisibleTo(m_window.get()) && label->text().contains(words))
                return true;
        return false;
    }

private Q_SLOTS:
    void init()
    {
        const QString file = m_folder.filePath(u"settings.ini"_s);
        m_window.reset();
        m_settings.reset();
        QFile::remove(file);
        m_settings = std::make_unique<Settings>(file);
        m_commands = std::make_unique<Commands>();
        m_window = std::make_unique<SettingsWindow>(*m_settings, *m_commands);
        m_window->show();
    }

    void isNotModal() { QVERIFY(!m_window->isModal()); }

    void choicesCountAtOnce_data()
    {
        QTest::addColumn<int>("setting");
        QTest::addColumn<QString>("name");
        const auto row = [](Setting setting, const char* name) {
            QTest::newRow(name) << int(setting) << QString::fromLatin1(name);
        };
        row(Setting::Theme, "Theme");
        row(Setting::LengthUnit, "Unit of lengths");
        row(Setting::Interpolation, "Enlarged pixels");
        row(Setting::LeftDrag, "Left drag");
        row(Setting::MiddleDrag, "Middle drag");
        row(Setting::RightDrag, "Right drag");
        row(Setting::Wheel, "Wheel");
        row(Setting::ShortcutScheme, "Scheme");
    }

    void choicesCountAtOnce()
    {
        QFETCH(int, setting);
        QFETCH(QString, name);
        auto* box = field<QComboBox>(name.toLatin1().constData());
        QVERIFY(box->count() >= 2);
        for (int i = 0; i < box->count(); ++i) {
            // By hand, then from elsewhere.
            box->setCurrentIndex(i);
            QCOMPARE(m_settings->value(Setting(setting)), box->itemData(i));
        }
        m_settings->reset(Setting(setting));
        QCOMPARE(box->currentData(), m_settings->value(Setting(setting)));
        QVERIFY(box->currentIndex() >= 0);
    }

    void switchesCountAtOnce()
    {
        for (const auto& [name, setting] :
             {std::pair("Open the studies of the last time at the start", Setting::RestoreSession),
              std::pair("Hide patient text", Setting::HidePatientText),
              std::pair("Show overlays of the file (markers, words, regions)",
                        Setting::FilmOverlays),
              std::pair("Show severity (research output)", Setting::ShowSeverity)}) {
            auto* box = field<QCheckBox>(name);
            const bool before = box->isChecked();
            QCOMPARE(m_settings->value(setting).toBool(), before);
            QTest::keyClick(box, Qt::Key_Space);
            QCOMPARE(m_settings->value(setting).toBool(), !before);
            m_settings->setValue(setting, before);
            QCOMPARE(box->isChecked(), before);
        }
    }

    void threads()
    {
        auto* box = field<QSpinBox>("Threads");
        QCOMPARE(box->value(), 0);
        QVERIFY(box->text().startsWith(u"All cores"_s));
        box->setValue(3);
        QCOMPARE(m_settings->value(Setting::Threads).toInt(), 3);
    }

    void theModelIsSound()
    {
        ShortcutModel model(*m_settings, *m_commands);
        const QAbstractItemModelTester tester(&model);
        m_settings->setValue(Setting::ShortcutScheme, u"horos"_s);
        model.setKeys(Command::Fit, {QKeySequence(Qt::Key_F6)});
        QVERIFY(model.isChanged(Command::Fit));
        model.reset(Command::Fit);
        QVERIFY(!model.isChanged(Command::Fit));
    }

    void aKeyIsTypedAndKept()
    {
        m_window->showPage(SettingsWindow::Page::Shortcuts);
        type(Command::Fit, QKeySequence(Qt::CTRL | Qt::Key_J));
        QCOMPARE(cell(Command::Fit, ShortcutModel::Keys), u"Ctrl+J"_s);
        QCOMPARE(cell(Command::Fit, ShortcutModel::Remark), u"Changed by you"_s);
        QCOMPARE(m_settings->value(Setting::Shortcuts).toStringList(),
                 QStringList{u"fit=Ctrl+J"_s});
        m_commands->applySettings(*m_settings);
        QCOMPARE((*m_commands)[Command::Fit]->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_J));
        QTest::mouseClick(field<QPushButton>("Reset This One"), Qt::LeftButton);
        QCOMPARE(cell(Command::Fit, ShortcutModel::Keys), u"F"_s);
        QVERIFY(m_settings->value(Setting::Shortcuts).toStringList().isEmpty());
    }

    void theSecondKeyAndFurtherOnesStay()
    {
        m_window->showPage(SettingsWindow::Page::Shortcuts);
        type(Command::ZoomIn, QKeySequence(Qt::Key_F6)); // it has three
        QCOMPARE(cell(Command::ZoomIn, ShortcutModel::Keys), u"F6, Ctrl++, Ctrl+="_s);
        shortcuts().select(Command::Fit);
        auto* other = field<QKeySequenceEdit>("Other key of the command");
        QTest::keyClick(other, Qt::Key_F6, Qt::ControlModifier);
        QCOMPARE(cell(Command::Fit, ShortcutModel::Keys), u"F, Ctrl+F6"_s);
    }

    void conflictsAreSaidAndNothingIsTakenAway()
    {
        m_window->showPage(SettingsWindow::Page::Shortcuts);
        type(Command::Compare, QKeySequence(Qt::Key_L));
        QVERIFY(isSaid(u"“Rotate Left” has the same key"_s));
        QCOMPARE(cell(Command::RotateLeft, ShortcutModel::Keys), u"L"_s);
        QVERIFY(cell(Command::RotateLeft, ShortcutModel::Remark)
                    .contains(u"“Compare Two Studies” has the same key"_s));
        type(Command::Compare, QKeySequence(Qt::Key_Space));
        QVERIFY(isSaid(u"pans the picture while it is held"_s));
        QTest::mouseClick(field<QPushButton>("Reset All"), Qt::LeftButton);
        QVERIFY(!isSaid(u"has the same key"_s));
        QVERIFY(!field<QPushButton>("Reset All")->isEnabled());
    }

    void theFilterFindsCommandsAndKeys()
    {
        auto* table = shortcuts().findChild<QTableView*>();
        const int all = table->model()->rowCount();
        auto* filter = field<QLineEdit>("Find a command or a key");
        filter->setText(u"rotate"_s);
        QCOMPARE(table->model()->rowCount(), 2);
        filter->setText(u"ctrl+o"_s);
        QCOMPARE(table->model()->index(0, 0).data().toString(), u"Open"_s);
        filter->clear();
        QCOMPARE(table->model()->rowCount(), all);
    }

    void restoringAsksFirst()
    {
        m_settings->setValue(Setting::LengthUnit, u"cm"_s);
        m_settings->setValue(Setting::Shortcuts, QStringList{u"fit=F6"_s});
        m_settings->setValue(Setting::LastFolder, u"/kept"_s);
        auto* button = field<QPushButton>("Restore Defaults");
        for (const bool agreed : {false, true}) {
            QTest::mouseClick(button, Qt::LeftButton);
            auto* question = m_window->findChild<QMessageBox*>();
            QVERIFY(question);
            QTest::mouseClick(agreed ? field<QPushButton>("Restore")
                                     : question->button(QMessageBox::Cancel),
                              Qt::LeftButton);
            QCOMPARE(m_settings->value(Setting::LengthUnit).toString(), agreed ? u"mm"_s : u"cm"_s);
            QTRY_VERIFY(!m_window->findChild<QMessageBox*>());
        }
        QVERIFY(m_settings->value(Setting::Shortcuts).toStringList().isEmpty());
        QCOMPARE(m_settings->value(Setting::LastFolder).toString(), u"/kept"_s);
    }
};

QTEST_MAIN(TestSettingsWindow)
#include "test_settings_window.moc"
