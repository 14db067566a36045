{{ in_force('mentorship') }}
