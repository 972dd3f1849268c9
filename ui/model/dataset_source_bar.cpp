// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/dataset_source_bar.h"

#include "ui/settings/settings.h"
#include "ui/widgets/file_dialogs.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace ccad {

namespace {

constexpr int recentCount = 8;

} // namespace

DatasetSourceBar::DatasetSourceBar(Settings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_recent(new QComboBox(this)),
      m_folder(makeButton(tr("Choose &Folder…"), "open", this)),
      m_manifest(makeButton(tr("Choose &Manifest…"), nullptr, this)),
      m_reread(makeButton(tr("&Look Again"), "reset", this)),
      m_cancel(makeButton(tr("&Cancel"), "close", this)), m_progress(new QProgressBar(this)),
      m_what(makeTextLabel({}, "muted", this))
{
    setAccessibleName(tr("Data set"));
    m_recent->setAccessibleName(tr("Data set, recent ones"));
    m_recent->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_recent->setMinimumContentsLength(24);
    m_progress->setAccessibleName(tr("Progress of looking through the data set"));
    m_progress->setTextVisible(false);
    m_folder->setToolTip(
        tr("A folder with one folder for each class, perhaps below train and test"));
    m_manifest->setToolTip(tr("A manifest.csv with the columns file and label"));
    m_reread->setToolTip(tr("Looks for files that were changed, added or taken away"));

    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::medium);
    row->addWidget(m_recent, 1);
    row->addWidget(m_folder);
    row->addWidget(m_manifest);
    row->addWidget(m_reread);
    row->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    layout->addLayout(row);
    layout->addWidget(m_progress);
    layout->addWidget(m_what);

    connect(m_folder, &QPushButton::clicked, this, &DatasetSourceBar::chooseFolder);
    connect(m_manifest, &QPushButton::clicked, this, &DatasetSourceBar::chooseManifest);
    connect(m_reread, &QPushButton::clicked, this, &DatasetSourceBar::rereadRequested);
    connect(m_cancel, &QPushButton::clicked, this, &DatasetSourceBar::cancelled);
    connect(m_recent, &QComboBox::activated, this, [this](int index) {
        const QString path = m_recent->itemData(index).toString();
        if (!path.isEmpty())
            Q_EMIT chosen(path);
    });
    fillRecent();
    setBusy(false);
}

void DatasetSourceBar::fillRecent()
{
    m_recent->clear();
    m_recent->addItem(tr("No data set chosen"));
    for (const QString& path : m_settings.value(Setting::RecentDatasets).toStringList())
        m_recent->addItem(path, path);
}

void DatasetSourceBar::setPath(const QString& path)
{
    QStringList recent = m_settings.value(Setting::RecentDatasets).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    m_settings.setValue(Setting::RecentDatasets, QStringList(recent.mid(0, recentCount)));
    fillRecent();
    m_recent->setCurrentIndex(m_recent->findData(path));
    m_recent->setToolTip(path);
}

void DatasetSourceBar::setBusy(bool busy)
{
    m_cancel->setVisible(busy);
    m_reread->setVisible(!busy && m_recent->currentIndex() > 0);
    m_progress->setVisible(busy);
    if (busy)
        setProgress(0, 0, tr("Looking for files"));
    else
        setPlainText(m_what, {});
}

void DatasetSourceBar::setProgress(qint64 done, qint64 total, const QString& what)
{
    // A bar without a range runs to and fro.
    m_progress->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0)
        m_progress->setValue(int(done * 1000 / total));
    setPlainText(m_what,
                 total > 0
                     ? tr("%1: %2 of %3").arg(what, QString::number(done), QString::number(total))
                     : what);
}

void DatasetSourceBar::chooseFolder()
{
    auto* dialog = openFolderDialog(this, tr("Choose a Folder of Images"));
    connect(dialog, &QFileDialog::fileSelected, this, &DatasetSourceBar::chosen);
}

void DatasetSourceBar::chooseManifest()
{
    auto* dialog
        = openFileDialog(this, tr("Choose a Manifest"), {}, tr("Tables (*.csv *.tsv *.txt)"));
    connect(dialog, &QFileDialog::fileSelected, this, &DatasetSourceBar::chosen);
}

} // namespace ccad
