// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/package/model_package.h"
#include "tests/support/hash_weights.h"
#include "tests/support/patience.h"
#include "tests/ui/results_fixtures.h"
#include "ui/training/results/internal/summary_page.h"
#include "ui/training/results/results_view.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <memory>

namespace ccad::test {

using namespace Qt::StringLiterals;

/// A results view, drawn results to show in it, and the package that they belong to.
class ResultsViewFixture
{
protected:
    QTemporaryDir m_folder;
    QString m_package;
    ModelResults m_results;
    std::unique_ptr<ResultsView> m_view;

    template <typename T> [[nodiscard]] T* part(const char* name) const
    {
        return m_view->findChild<T*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString text(const char* name) const { return part<QLabel>(name)->text(); }

    [[nodiscard]] bool says(const QString& words) const
    {
        const auto labels = m_view->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel* label) {
            return !label->isHidden() && label->text().contains(words);
        });
    }

    void showResults(const ModelResults& results)
    {
        m_view->setResults(results, m_package);
        QSignalSpy ready(m_view->findChild<SummaryPage*>(), &SummaryPage::figuresReady);
        QVERIFY(ready.wait(test::patienceMs));
    }

    void showTab(int index)
    {
        m_view->findChild<QTabWidget*>()->setCurrentIndex(index);
        m_view->resize(1208, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get(), test::patienceMs));
    }

    /// Once, before the first test.
    void makePackage()
    {
        m_results = modelResults(m_folder.path());
        ModelPackage package;
        package.manifest = m_results.manifest;
        package.weights = hashWeights(package.manifest.network);
        package.card = u"# Test\n"_s;
        m_package = m_folder.filePath(u"package"_s);
        const auto saved = saveModelPackage(package, m_package, Existing::Replace);
        QVERIFY2(saved.hasValue(), saved ? "" : qPrintable(saved.error().message));
    }
};

} // namespace ccad::test
