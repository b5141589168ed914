# Older spellings that ClusterUtils' README uses. They mean something only where ClusterUtils is in use; elsewhere they
# are the errors that Julia 1.5 gives.
_older_spellings() = _uses(Main, ClusterUtils)
