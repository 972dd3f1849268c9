// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/kept_data.h"
#include "tests/support/archive_process.h"
#include "tests/support/patience.h"
#include "tests/support/sent_films.h"
#include "tests/ui/window_fixture.h"
#include "ui/archive/archive_place.h"
#include "ui/archive/internal/study_tree_view.h"
#include "ui/archive/internal/work_strip.h"
#include "ui/screening/screening_place.h"
#include "ui/widgets/english_plurals.h"
#include "ui/window/internal/arrival_bar.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace ccad::test {

/// The whole window in its Archive place, with nodes of a test's own.
class ArchiveFixture : protected WindowFixture
{
protected:
    ArchiveFixture() { qApp->installTranslator(&m_plurals); }

    /// Opens the window with these nodes.
    void openWith(const std::vector<Node>& nodes)
    {
        qputenv("XDG_CONFIG_HOME", file(u"config"_s).toUtf8());
        QFile::remove(keptPlace(KeptKind::Nodes));
        if (!nodes.empty())
            QVERIFY(writeNodes(keptPlace(KeptKind::Nodes), nodes).hasValue());
        openWindow();
        m_window->showPlace(archive());
        QTRY_COMPARE(nodeBox().count(), int(nodes.size()));
    }

    [[nodiscard]] static Node nodeAt(quint16 port, const QByteArray& calledAet)
    {
        Node node;
        node.name = QString::fromLatin1(calledAet).toLower();
        node.host = u"127.0.0.1"_s;
        node.port = port;
        node.calledAet = calledAet;
        return node;
    }

    ArchivePlace& archive() { return place<ArchivePlace>(); }
    QComboBox& nodeBox() { return *archive().findChild<QComboBox*>(u"nodes"_s); }
    StudyTreeView& found() { return *archive().findChild<StudyTreeView*>(); }
    QLineEdit& field(const char* name)
    {
        return *archive().findChild<QLineEdit*>(QString::fromLatin1(name));
    }
    ArrivalBar& arrivals(const char* name)
    {
        return *m_window->findChild<ArrivalBar*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString said() { return archive().messageBar().text(); }

    /// Asks for all studies, whatever their day.
    void search()
    {
        archive().findChild<QComboBox*>(u"queryDays"_s)->setCurrentIndex(2);
        QTest::keyClick(&field("queryName"), Qt::Key_Return);
    }
    void choose(int row) { found().setCurrentIndex(found().model()->index(row, 0)); }
    void click(const char* name) { buttonIn(*m_window, name).click(); }

private:
    EnglishPlurals m_plurals; ///< as the program has them
};

} // namespace ccad::test
